"""The file that a client reads: one page to print, and the same lines for a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from html import escape
from io import StringIO
from itertools import groupby
from operator import attrgetter

from mvs_central.base.central import ZONE, local_date
from mvs_central.reports import client_words as words
from mvs_central.reports.client_file import ClientFile, Looked

DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus"),
    *("september", "oktober", "november", "december"),
)
HEADS = ("Tijd", "Wie", "Wat", "Welke gegevens", "Waarom dat mocht")
CSV_HEADS = (
    *("datum", "tijd", "naam", "rol", "organisatie", "handeling", "gegevens", "grond"),
    *("noodtoegang", "waar"),
)

STYLE = """
@page { size: A4 landscape; margin: 16mm 14mm 18mm; }
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 68rem; padding: 2rem 1.5rem; color: #1b1b1b; background: #fff;
  font: 11pt/1.45 "Segoe UI", "Helvetica Neue", Arial, "DejaVu Sans", sans-serif; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .25rem; }
h2 { font-size: 1.05rem; margin: 1.75rem 0 .4rem; break-after: avoid; }
p { max-width: 46rem; margin: .5rem 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1.25rem; margin: 1rem 0; }
dt { color: #555; } dd { margin: 0; overflow-wrap: anywhere; }
.note { border-left: 4px solid #154273; background: #eef3f8; padding: .6rem 1rem;
  max-width: 48rem; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
caption { text-align: left; font-weight: 600; padding: 0 0 .35rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem .35rem 0;
  border-bottom: 1px solid #d0d4d8; overflow-wrap: break-word; }
th { font-size: .85rem; color: #444; border-bottom: 2px solid #888; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
col.time { width: 9.5rem; } col.who { width: 24%; }
small { color: #555; display: block; }
.nood { display: inline-block; font-weight: 600; color: #8a1500; border: 1px solid #8a1500;
  border-radius: 3px; padding: 0 .35rem; margin-bottom: .15rem; }
footer { margin-top: 2rem; padding-top: .6rem; border-top: 1px solid #888; color: #444;
  font-size: .9rem; }
@media print { body { padding: 0; max-width: none; font-size: 9.5pt; }
  .note { -webkit-print-color-adjust: exact; print-color-adjust: exact; } }
"""

INTRODUCTION = (
    "Op deze lijst ziet u welke medewerkers in dit dossier hebben gekeken of er iets in hebben"
    " veranderd. U ziet wanneer dat was, om wat voor gegevens het ging en waarom die medewerker"
    " dat mocht. Wat er in het dossier staat, leest u hier niet; daar kunt u apart om vragen."
)
HOW = (
    "Medewerkers werken met een laptop die ook zonder internet werkt. Daarom staat soms dezelfde"
    " handeling er twee keer: een keer op de laptop en een keer toen zij bij de centrale"
    " aankwam. Deed iemand op een dag vaker hetzelfde, dan staat dat op één regel."
)
QUESTIONS = (
    "Begrijpt u iets niet, of denkt u dat iemand niet in het dossier had mogen kijken? Vraag het"
    " aan uw casusregisseur of aan de functionaris gegevensbescherming. U kunt ook een klacht"
    " indienen bij de Autoriteit Persoonsgegevens."
)
NOTHING = "In deze periode heeft niemand in het dossier gekeken."


def as_html(file: ClientFile) -> str:
    """One page with everything in it, to be opened in any browser and printed."""
    days = groupby(file.looked, key=lambda item: local_date(item.at))
    parts = [_day(day, list(items)) for day, items in days]
    body = "\n".join(reversed(parts)) or f"<p>{escape(NOTHING)}</p>"
    return f"""<!DOCTYPE html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Wie keek er in het dossier</title>
<style>{STYLE}</style>
</head>
<body>
<header>
<h1>Wie keek er in het dossier?</h1>
<p>{escape(INTRODUCTION)}</p>
<dl>{_facts(file)}</dl>
<p class="note">{escape(HOW)}</p>
</header>
<main>
{body}
</main>
<footer>
<p>{escape(QUESTIONS)}</p>
{_limits(file)}
</footer>
</body>
</html>
"""


def as_csv(file: ClientFile) -> str:
    """A line for every act, for a spreadsheet; with the mark that makes Excel read UTF-8."""
    out = StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(CSV_HEADS)
    for item in file.looked:
        at = item.at.astimezone(ZONE)
        writer.writerow(
            map(
                _no_formula,
                (
                    f"{at:%Y-%m-%d}",
                    f"{at:%H:%M:%S}",
                    item.name,
                    item.role,
                    item.organisation,
                    item.act,
                    item.data,
                    item.ground,
                    "ja" if item.emergency else "nee",
                    item.where,
                ),
            )
        )
    return out.getvalue()


def _no_formula(text: str) -> str:
    """A spreadsheet would work out a text that begins like a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _facts(file: ClientFile) -> str:
    first = _said(file.since) if file.since else "het begin van het dossier"
    last = _said(file.until or local_date(file.made_at))
    acts = _count(len(file.looked), "handeling", "handelingen")
    people = {item.name for item in file.looked} - {words.ADMINISTRATION}
    workers = _count(len(people), "medewerker", "medewerkers")
    facts = [
        ("Dossier", str(file.case_id)),
        *([("Gemaakt voor", f"persoon {file.person_id}")] if file.person_id else []),
        ("Periode", f"{first} tot en met {last}"),
        ("Gemaakt op", f"{_said(local_date(file.made_at))} om {_clock(file.made_at)}"),
        ("Samen", f"{acts} van {workers}"),
    ]
    emergencies = sum(item.emergency for item in file.looked)
    if emergencies:
        facts.append(("Met noodtoegang", _count(emergencies, "handeling", "handelingen")))
    return "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in facts)


def _limits(file: ClientFile) -> str:
    """What may not be in it."""
    lines = []
    if file.told_until:
        lines.append(
            "Wat op een laptop is gedaan, staat hier zodra die laptop contact had met de centrale."
            " Van alle laptops van deze medewerkers is het bekend tot"
            f" {_said(local_date(file.told_until))} om {_clock(file.told_until)}."
        )
    if file.removed_at:
        lines.append(
            "Regels die lang genoeg bewaard zijn, zijn verwijderd en staan hier niet meer."
        )
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def _day(day: date, items: list[Looked]) -> str:
    rows = "\n".join(_row(same) for same in _together(items))
    heads = "".join(f'<th scope="col">{head}</th>' for head in HEADS)
    return (
        f"<section>\n<h2>{DAYS[day.weekday()].capitalize()} {_said(day)}</h2>\n<table>\n"
        '<colgroup><col class="time"><col class="who"><col><col><col></colgroup>\n'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n</section>"
    )


def _together(items: Iterable[Looked]) -> Iterator[list[Looked]]:
    """What one worker did more often on a day, as one, in the order of the first time."""
    found: dict[tuple[object, ...], list[Looked]] = {}
    same = attrgetter("name", "role", "organisation", "act", "data", "ground", "emergency", "where")
    for item in items:
        found.setdefault(same(item), []).append(item)
    yield from found.values()


def _row(items: list[Looked]) -> str:
    first, last = items[0], items[-1]
    time = _clock(first.at)
    if _clock(last.at) != time:
        time += f" – {_clock(last.at)}"
    often = f"<small>{len(items)} keer</small>" if len(items) > 1 else ""
    who = ", ".join(filter(None, (first.role, first.organisation)))
    whose = f"<small>{escape(who)}</small>" if who else ""
    place = "op de laptop" if first.where == "laptop" else "bij de centrale"
    urgent = '<span class="nood">Noodtoegang</span><br>' if first.emergency else ""
    return (
        f"<tr><td>{time}{often}</td>"
        f"<td>{escape(first.name)}{whose}</td>"
        f"<td>{escape(first.act)}<small>{place}</small></td>"
        f"<td>{escape(first.data)}</td>"
        f"<td>{urgent}{escape(first.ground)}</td></tr>"
    )


def _said(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _clock(at: datetime) -> str:
    return f"{at.astimezone(ZONE):%H:%M}"


def _count(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
