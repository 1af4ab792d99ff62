"""The family plan (gezinsplan) as the family gets it: A4, made in memory."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from io import BytesIO

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    KeepTogether,
    PageTemplate,
    Spacer,
)

from mvs_desktop.documents import styles
from mvs_desktop.documents.blocks import Look, Story, drawn, facts, grid, height, panels, table
from mvs_desktop.documents.content import Column, FamilyPlanContent, GoalPart, Said
from mvs_desktop.documents.drawings import TickBox, WritingLine
from mvs_desktop.documents.fonts import BOLD, DRAWING, REGULAR, fresh_fonts
from mvs_desktop.documents.shows import Grid, Line
from mvs_desktop.documents.text import words


def render_family_plan(content: FamilyPlanContent) -> bytes:
    """The plan as a PDF. Equal content gives equal bytes.

    Its metadata say the kind of plan and nothing about the family.
    """
    with DRAWING:
        fresh_fonts()
        pages = _built(content, of=0)[1]
        fresh_fonts()
        return _built(content, of=pages)[0]


def _built(content: FamilyPlanContent, of: int) -> tuple[bytes, int]:
    """The document and how many pages it has; the feet of the pages say `of` how many."""
    target = BytesIO()
    document = BaseDocTemplate(
        target,
        pagesize=styles.PAGE,
        title=content.plan_name,
        author="",
        subject="",
        creator="MVS Desktop",
        lang="nl-NL",
        invariant=1,
        displayDocTitle=True,
    )
    frame = Frame(
        styles.MARGIN,
        styles.BOTTOM,
        styles.WIDTH,
        styles.HEIGHT,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )
    draw = partial(_draw_margins, content=content, of=of)
    document.addPageTemplates(PageTemplate(frames=[frame], onPage=draw))
    document.build(_story(content))
    return target.getvalue(), int(document.page)


def _draw_margins(
    canvas: Canvas, document: BaseDocTemplate, *, content: FamilyPlanContent, of: int
) -> None:
    right = styles.MARGIN + styles.WIDTH
    canvas.saveState()
    foot = styles.BOTTOM - 22
    canvas.setStrokeColor(styles.LINE)
    canvas.setLineWidth(0.5)
    canvas.line(styles.MARGIN, foot + 12, right, foot + 12)
    canvas.setFont(REGULAR, 8.5)
    canvas.setFillColor(styles.MUTED)
    about = (content.plan_name, f"versie {content.version}", content.status_mark)
    canvas.drawString(styles.MARGIN, foot, " · ".join(about))
    canvas.drawRightString(right, foot, f"bladzijde {document.page} van {of}")
    if not content.is_settled:
        _draw_mark(canvas, content.status_mark, right)
    canvas.restoreState()


def _draw_mark(canvas: Canvas, mark: str, right: float) -> None:
    """What this paper is not yet, in an outline that also shows in grey."""
    width = canvas.stringWidth(mark, BOLD, 9) + 16
    y = styles.PAGE[1] - styles.TOP + 14
    canvas.setStrokeColor(styles.INK)
    canvas.setLineWidth(0.9)
    canvas.roundRect(right - width, y, width, 18, 9, stroke=1, fill=0)
    canvas.setFillColor(styles.INK)
    canvas.setFont(BOLD, 9)
    canvas.drawCentredString(right - width / 2, y + 5.6, mark)


# The story, from top to bottom


def _story(content: FamilyPlanContent) -> Story:
    return [
        *_opening(content),
        *_question(content),
        *_voices(content.voices),
        *_three_columns(content.columns),
        *_goals(content),
        *_other_agreements(content.other_agreements),
        *_members(content),
        *_signing(content),
    ]


def _opening(content: FamilyPlanContent) -> Story:
    title = content.title or content.family_name or content.plan_name
    kicker = content.plan_name
    if content.title and content.family_name:
        kicker = f"{content.plan_name} · {content.family_name}"
    story: Story = [words(kicker, styles.KICKER), words(title, styles.TITLE)]
    if content.for_whom:
        story += [Spacer(0, 2), words(f"Voor {content.for_whom}", styles.VOICE)]
    story += [Spacer(0, 12), *facts(content.facts)]
    if content.is_empty:
        invitation = "Dit plan is nog leeg. We vullen het samen in. Schrijf of teken gerust mee."
        story += [Spacer(0, 14), words(invitation, styles.VOICE)]
    return story


def _question(content: FamilyPlanContent) -> Story:
    story: Story = []
    for line in content.question:
        inside = [words(line.label, styles.STRONG_LABEL), *drawn(line.value, styles.GOAL)]
        if content.question_by:
            inside += [Spacer(0, 3), words(content.question_by, styles.SMALL)]
        story += [Spacer(0, 16), panels([inside])]
    return story


def _voices(voices: Sequence[Line]) -> Story:
    """Each voice in a panel of its own, two beside each other when they are short."""
    parts: list[Story] = [
        [words(line.label, styles.STRONG_LABEL), Spacer(0, 2), *drawn(line.value, styles.VOICE)]
        for line in voices
    ]
    per_row = 2 if all(len(str(line.value)) <= 400 for line in voices) else 1
    story: Story = []
    for first in range(0, len(parts), per_row):
        story += [Spacer(0, 10), panels(parts[first : first + per_row])]
    return story


def _three_columns(columns: Sequence[Column]) -> Story:
    heads: list[Story] = [[words(column.title, styles.BODY_BOLD)] for column in columns]
    # Nobody said anything yet: there is room to write.
    room = 56 if any(column.said for column in columns) else 120
    bodies = [_said(column.said) or [Spacer(0, room)] for column in columns]
    look = [
        ("LEFTPADDING", (0, 0), (-1, -1), 9),
        ("RIGHTPADDING", (0, 0), (-1, -1), 9),
        ("TOPPADDING", (0, 0), (-1, -1), 7),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 7),
        ("BOX", (0, 0), (-1, -1), 0.7, styles.LINE),
        ("INNERGRID", (0, 0), (-1, -1), 0.7, styles.LINE),
        ("BACKGROUND", (0, 0), (-1, 0), styles.SOFT),
        *(
            ("LINEABOVE", (index, 0), (index, 0), 3, styles.COLUMN_COLOURS[column.kind])
            for index, column in enumerate(columns)
        ),
    ]
    return [
        Spacer(0, 16),
        CondPageBreak(110),
        table([heads, bodies], [1] * len(columns), look, head_rows=1),
    ]


def _said(said: Sequence[Said]) -> Story:
    story: Story = []
    for one in said:
        story += [Spacer(0, 7)] if story else []
        story += [words(one.text, styles.BODY)]
        story += [words(one.by, styles.SMALL)] if one.by else []
    return story


def _goals(content: FamilyPlanContent) -> Story:
    heading: Story = [words("Onze doelen", styles.HEADING)]
    if not content.goals:
        text = "Er zijn nog geen doelen. We kiezen ze samen, in jullie eigen woorden."
        return [CondPageBreak(height(heading) + 60), *heading, words(text, styles.BODY)]
    story: Story = []
    for goal in content.goals:
        head = heading + _goal_head(goal)
        agreements = _goal_agreements(goal.agreements)
        story += _kept([*head, *agreements], [*head, *_beginning(goal.agreements)])
        heading = []
    return story


def _goal_head(goal: GoalPart) -> Story:
    colour = styles.WORLD_COLOURS[goal.world]
    about = ParagraphStyle("goal-about", styles.STRONG_LABEL, textColor=colour)
    inside: Story = [
        words(f"Doel {goal.number} · {goal.head}" if goal.head else f"Doel {goal.number}", about),
        words(goal.words or "Nog zonder woorden", styles.GOAL),
    ]
    look: Look = [("LINEBEFORE", (0, 0), (0, -1), 3, colour), ("LEFTPADDING", (0, 0), (-1, -1), 12)]
    title = table([[inside]], [1], look)
    title.spaceBefore = 0 if goal.number == 1 else 22  # as a spacer it would also top a page
    story: Story = [title, Spacer(0, 8)]
    for line in goal.lines:
        story += [words(line.label, styles.LABEL)] if line.label else []
        story += [*drawn(line.value, styles.BODY), Spacer(0, 8)]
    return story


def _goal_agreements(agreements: Grid) -> Story:
    if not agreements.rows:
        return [words("Bij dit doel zijn nog geen afspraken.", styles.SMALL)]
    return [grid(agreements)]


def _beginning(agreements: Grid) -> Story:
    """The head and first row of a table, to see how much room they need."""
    return _goal_agreements(replace(agreements, rows=agreements.rows[:1]))


def _other_agreements(agreements: Grid) -> Story:
    if not agreements.rows:
        return []
    return _under("Andere afspraken", [grid(agreements)], _beginning(agreements))


def _members(content: FamilyPlanContent) -> Story:
    # Right below another part it would seem to belong to that.
    asks: Story = [Spacer(0, 10 if content.members.rows else 22)]
    if content.contact:
        asks.append(words(f"Vragen over dit plan? {content.contact}.", styles.BODY))
    if content.evaluate_on:
        asks.append(words(f"Op {content.evaluate_on} kijken we samen hoe het gaat.", styles.BODY))
    else:
        asks.append(WritingLine("We kijken samen hoe het gaat op"))
    if not content.members.rows:
        return [KeepTogether(asks)]
    return _under("Wie doet mee", [grid(content.members), *asks], _beginning(content.members))


def _under(heading: str, story: Story, beginning: Story) -> Story:
    title: Story = [words(heading, styles.HEADING)]
    return _kept([*title, *story], [*title, *beginning])


def _kept(story: Story, beginning: Story) -> Story:
    """A part that stays on one page; when it is long, at least its beginning does."""
    needed = height(story)
    if needed > styles.HEIGHT / 2:
        needed = height(beginning)
    return [CondPageBreak(needed), *story]


def _signing(content: FamilyPlanContent) -> Story:
    heading = words("Wat vind jij van dit plan?", styles.HEADING)
    intro = words(
        "Zet een kruisje bij wat voor jou klopt. Ben je het ergens niet mee eens? Schrijf het op; "
        "dan staat het in het plan.",
        styles.BODY,
    )
    blocks = [_signer(name) for name in content.signers]
    return [
        KeepTogether([heading, intro, Spacer(0, 8), blocks[0]]),
        *(part for block in blocks[1:] for part in (Spacer(0, 8), KeepTogether([block]))),
    ]


def _signer(name: str) -> Flowable:
    inner = styles.WIDTH - 26
    who = words(name, styles.BODY_BOLD) if name else WritingLine("Naam", 20)
    hand = table(
        [[[WritingLine("Handtekening", 34)], [WritingLine("Datum", 34)]]],
        [64, 36],
        [("RIGHTPADDING", (0, 0), (0, 0), 18)],
        width=inner,
    )
    inside: Story = [
        who,
        Spacer(0, 5),
        TickBox(False, "Akkoord", styles.BODY.fontSize),
        Spacer(0, 7),
        TickBox(False, "Deels akkoord, omdat", styles.BODY.fontSize, line=True),
        Spacer(0, 7),
        TickBox(False, "Niet akkoord, omdat", styles.BODY.fontSize, line=True),
        hand,
    ]
    look: Look = [
        ("BOX", (0, 0), (-1, -1), 0.7, styles.LINE),
        ("LEFTPADDING", (0, 0), (-1, -1), 13),
        ("RIGHTPADDING", (0, 0), (-1, -1), 13),
        ("TOPPADDING", (0, 0), (-1, -1), 9),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 12),
    ]
    return table([[inside]], [1], look)
