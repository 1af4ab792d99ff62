"""Words for kinship: what somebody is called by the children of the file."""

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from mvs_desktop.domain.kinship import Kin, Relation, relations_of
from mvs_desktop.domain.people import Gender, Person
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.ui.words import join_names, name_in_sentence

# The word for a woman, for a man, and for who is neither or unknown.
_KIN: Mapping[Kin, tuple[object, object, object]] = MappingProxyType(
    {
        Kin.PARENT: (
            QT_TRANSLATE_NOOP("words", "moeder"),
            QT_TRANSLATE_NOOP("words", "vader"),
            QT_TRANSLATE_NOOP("words", "ouder"),
        ),
        Kin.FOSTER_PARENT: (
            QT_TRANSLATE_NOOP("words", "pleegmoeder"),
            QT_TRANSLATE_NOOP("words", "pleegvader"),
            QT_TRANSLATE_NOOP("words", "pleegouder"),
        ),
        Kin.STEP_PARENT: (
            QT_TRANSLATE_NOOP("words", "stiefmoeder"),
            QT_TRANSLATE_NOOP("words", "stiefvader"),
            QT_TRANSLATE_NOOP("words", "stiefouder"),
        ),
        Kin.DONOR: (
            QT_TRANSLATE_NOOP("words", "donor"),
            QT_TRANSLATE_NOOP("words", "donor"),
            QT_TRANSLATE_NOOP("words", "donor"),
        ),
        Kin.GRANDPARENT: (
            QT_TRANSLATE_NOOP("words", "oma"),
            QT_TRANSLATE_NOOP("words", "opa"),
            QT_TRANSLATE_NOOP("words", "grootouder"),
        ),
        Kin.GREAT_GRANDPARENT: (
            QT_TRANSLATE_NOOP("words", "overgrootmoeder"),
            QT_TRANSLATE_NOOP("words", "overgrootvader"),
            QT_TRANSLATE_NOOP("words", "overgrootouder"),
        ),
        Kin.FOREBEAR: (
            QT_TRANSLATE_NOOP("words", "voorouder"),
            QT_TRANSLATE_NOOP("words", "voorouder"),
            QT_TRANSLATE_NOOP("words", "voorouder"),
        ),
        Kin.SIBLING: (
            QT_TRANSLATE_NOOP("words", "zus"),
            QT_TRANSLATE_NOOP("words", "broer"),
            QT_TRANSLATE_NOOP("words", "broer of zus"),
        ),
        Kin.HALF_SIBLING: (
            QT_TRANSLATE_NOOP("words", "halfzus"),
            QT_TRANSLATE_NOOP("words", "halfbroer"),
            QT_TRANSLATE_NOOP("words", "halfbroer of halfzus"),
        ),
        Kin.STEP_SIBLING: (
            QT_TRANSLATE_NOOP("words", "stiefzus"),
            QT_TRANSLATE_NOOP("words", "stiefbroer"),
            QT_TRANSLATE_NOOP("words", "stiefbroer of stiefzus"),
        ),
        Kin.FOSTER_SIBLING: (
            QT_TRANSLATE_NOOP("words", "pleegzus"),
            QT_TRANSLATE_NOOP("words", "pleegbroer"),
            QT_TRANSLATE_NOOP("words", "pleegbroer of pleegzus"),
        ),
        Kin.PARENTS_SIBLING: (
            QT_TRANSLATE_NOOP("words", "tante"),
            QT_TRANSLATE_NOOP("words", "oom"),
            QT_TRANSLATE_NOOP("words", "oom of tante"),
        ),
        Kin.COUSIN: (
            QT_TRANSLATE_NOOP("words", "nicht"),
            QT_TRANSLATE_NOOP("words", "neef"),
            QT_TRANSLATE_NOOP("words", "neef of nicht"),
        ),
        Kin.SIBLINGS_CHILD: (
            QT_TRANSLATE_NOOP("words", "nichtje"),
            QT_TRANSLATE_NOOP("words", "neefje"),
            QT_TRANSLATE_NOOP("words", "neefje of nichtje"),
        ),
        Kin.CHILD: (
            QT_TRANSLATE_NOOP("words", "dochter"),
            QT_TRANSLATE_NOOP("words", "zoon"),
            QT_TRANSLATE_NOOP("words", "kind"),
        ),
        Kin.FOSTER_CHILD: (
            QT_TRANSLATE_NOOP("words", "pleegdochter"),
            QT_TRANSLATE_NOOP("words", "pleegzoon"),
            QT_TRANSLATE_NOOP("words", "pleegkind"),
        ),
        Kin.STEP_CHILD: (
            QT_TRANSLATE_NOOP("words", "stiefdochter"),
            QT_TRANSLATE_NOOP("words", "stiefzoon"),
            QT_TRANSLATE_NOOP("words", "stiefkind"),
        ),
        Kin.PARTNER: (
            QT_TRANSLATE_NOOP("words", "partner"),
            QT_TRANSLATE_NOOP("words", "partner"),
            QT_TRANSLATE_NOOP("words", "partner"),
        ),
        Kin.FORMER_PARTNER: (
            QT_TRANSLATE_NOOP("words", "ex-partner"),
            QT_TRANSLATE_NOOP("words", "ex-partner"),
            QT_TRANSLATE_NOOP("words", "ex-partner"),
        ),
    }
)

# Whoever is this to all the children needs no names: "oma", not "oma van Bo, Kim en Mo".
_SAID_ALONE = frozenset({Kin.GRANDPARENT, Kin.GREAT_GRANDPARENT, Kin.FOREBEAR})


def kin_word(kin: Kin, gender: Gender) -> str:
    """What somebody of this gender is called: "moeder", "opa", "broer of zus"."""
    place = {Gender.FEMALE: 0, Gender.MALE: 1}.get(gender, 2)
    return QCoreApplication.translate("words", str(_KIN[kin][place]))


def relation_to(around: CaseSnapshot, person: Person) -> str:
    """What a person is to the children of the file: "moeder van Bo en Kim", "oma".

    A partner is told only of somebody who is nothing else. Empty when nothing is known.
    """
    relations = relations_of(around, person.id)
    by_descent = [r for r in relations if r.kin not in (Kin.PARTNER, Kin.FORMER_PARTNER)]
    return ", ".join(_relation(person, one) for one in by_descent or relations)


def _relation(person: Person, relation: Relation) -> str:
    word = kin_word(relation.kin, person.gender)
    if relation.all_children and relation.kin in _SAID_ALONE:
        return word
    return QCoreApplication.translate("words", "{word} van {names}").format(
        word=word, names=join_names([name_in_sentence(one) for one in relation.of])
    )
