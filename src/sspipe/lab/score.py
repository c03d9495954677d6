"""How well breaks were named: what was planted against what the last releases say, by cause and by family."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

UNEXPLAINED, AMBIGUOUS = "UNEXPLAINED", "AMBIGUOUS"
NAMED_BEFORE_IT_CLEARED = {
    "BILLED_NEXT_PERIOD": "NOT_BILLED",
    "CATCH_UP_BILLING": "NOT_BILLED",
    "BOOKED_NEXT_PERIOD": "NOT_BOOKED",
}
"""What a break is called for as long as the later posting is not there."""
Place = tuple[str, str, str, str]


class Outcome(StrEnum):
    """How one planted break came out."""

    FOUND = "found"
    AMBIGUOUS = "ambiguous"
    UNEXPLAINED = "unexplained"
    WRONG_NAME = "wrong_name"
    WRONG_AMOUNT = "wrong_amount"
    NOT_SHOWN = "not_shown"
    TOO_EARLY = "too_early"


FAILURES = frozenset({Outcome.WRONG_NAME, Outcome.WRONG_AMOUNT, Outcome.NOT_SHOWN})


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantedBreak:
    """One planted break; `known_from` and `clears_in` are periods, the latter empty where it stays."""

    kind: str
    place: Place
    pence: int
    known_from: str
    clears_in: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedCause:
    """One cause that a release gives to a break; `rivals` are what an AMBIGUOUS one may be."""

    code: str
    pence: int
    rivals: frozenset[str] = frozenset()
    is_supposed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownBreak:
    """One break in the last release of a period."""

    period: str
    place: Place
    pence: int
    is_open: bool
    causes: tuple[NamedCause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Twins:
    """Which causes predict the same pounds: by cause and pair (of any pair where none is told), and as families."""

    of: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    families: tuple[tuple[str, ...], ...] = ()

    def may_be(self, plant: PlantedBreak) -> frozenset[str]:
        """The names that a planted break may go by when nothing tells them apart."""
        pair = plant.place[0]
        twins = (self.of.get((name, each), frozenset()) for name in _names(plant) for each in (pair, ""))
        return _names(plant).union(*twins)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """How one planted break came out; `is_single` where no other stands on its post and month with it.

    `named_pence` is what the causes that are `said` of it come to.
    """

    plant: PlantedBreak
    outcome: Outcome
    said: tuple[str, ...]
    named_pence: int
    is_single: bool
    is_beyond_twins: bool = False

    @property
    def fails(self) -> bool:
        """Whether it may not be: a confident wrong name, a wrong amount, a single break that nobody explains."""
        is_left = self.outcome is Outcome.UNEXPLAINED and self.plant.kind != UNEXPLAINED and self.is_single
        return self.outcome in FAILURES or is_left


@dataclass(frozen=True, slots=True, kw_only=True)
class FalseAlarm:
    """A break that nobody planted, or a cause too many on one that somebody did."""

    place: Place
    pence: int
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Every planted break judged, and every false alarm."""

    judged: tuple[Judged, ...]
    false_alarms: tuple[FalseAlarm, ...]

    @property
    def passes(self) -> bool:
        """Whether nothing came out that may not."""
        return not self.false_alarms and not any(each.fails for each in self.judged)


def score(
    plants: Sequence[PlantedBreak], shown: Sequence[ShownBreak], periods: Sequence[str], twins: Twins | None = None
) -> Score:
    """Judge the last form in which each break stood, through the periods that were released."""
    last = max(periods, default="")
    by_place: dict[Place, list[PlantedBreak]] = {}
    for plant in plants:
        by_place.setdefault(plant.place, []).append(plant)
    standing = _standing(shown)
    judged: list[Judged] = []
    alarms = [_alarm(each) for place, each in sorted(standing.items()) if place not in by_place]
    for place, together in by_place.items():
        found, extra = _judged(together, standing.get(place), last, twins or Twins())
        judged += found
        alarms += extra
    return Score(judged=tuple(judged), false_alarms=tuple(alarms))


def _standing(shown: Iterable[ShownBreak]) -> dict[Place, ShownBreak]:
    """The last form of each break that still had causes."""
    return {each.place: each for each in sorted(shown, key=lambda one: one.period) if each.is_open or each.causes}


def _alarm(shown: ShownBreak) -> FalseAlarm:
    return FalseAlarm(place=shown.place, pence=shown.pence, said=_words(shown.causes))


def _words(causes: Iterable[NamedCause]) -> tuple[str, ...]:
    return tuple(each.code + (f" ({', '.join(sorted(each.rivals))})" if each.rivals else "") for each in causes)


def _judged(
    plants: Sequence[PlantedBreak], shown: ShownBreak | None, last: str, twins: Twins
) -> tuple[list[Judged], list[FalseAlarm]]:
    """Each plant of one place takes the cause that fits it best; causes that none takes are too many."""
    left = _together(shown.causes) if shown else []
    whole = sum(each.pence for each in plants)
    found = []
    waiting = list(plants)
    for fits in (_is_found, _is_ambiguous, _has_other_amount):
        for plant in tuple(waiting):
            cause = next((each for each in left if fits(plant, each, whole)), None)
            if cause is not None:
                waiting.remove(plant)
                if cause.pence != whole or len(plants) == 1 or cause.code != AMBIGUOUS or not waiting:
                    left.remove(cause)
                outcome = _outcome(plant, cause, shown, last, whole)
                beyond = bool(twins.of) and bool(cause.rivals - twins.may_be(plant))
                found.append(_result(plant, outcome, (cause,), plants, is_beyond=beyond))
    found += [_result(plant, _not_taken(plant, left, shown, last), left, plants) for plant in waiting]
    too_many = left if not waiting and shown else []
    extra = [FalseAlarm(place=shown.place, pence=each.pence, said=_words([each])) for each in too_many] if shown else []
    return found, extra


def _together(causes: Iterable[NamedCause]) -> list[NamedCause]:
    """One cause that is given twice to a break, each time by rows of its own, as one; AMBIGUOUS ones as they are."""
    found: dict[object, NamedCause] = {}
    for at, each in enumerate(causes):
        key: object = at if each.rivals else (each.code, each.is_supposed)
        before = found.get(key)
        found[key] = replace(each, pence=before.pence + each.pence) if before else each
    return list(found.values())


def _result(
    plant: PlantedBreak, outcome: Outcome, causes: Iterable[NamedCause], plants: Sequence[PlantedBreak], *,
    is_beyond: bool = False,
) -> Judged:  # fmt: skip
    named = tuple(causes)
    return Judged(
        plant=plant,
        outcome=outcome,
        said=_words(named),
        named_pence=sum(each.pence for each in named),
        is_single=len(plants) == 1,
        is_beyond_twins=is_beyond,
    )


def _names(plant: PlantedBreak) -> frozenset[str]:
    return frozenset({plant.kind, NAMED_BEFORE_IT_CLEARED.get(plant.kind, plant.kind)})


def _is_found(plant: PlantedBreak, cause: NamedCause, _: int) -> bool:
    return cause.code in _names(plant) and cause.pence == plant.pence


def _is_ambiguous(plant: PlantedBreak, cause: NamedCause, whole: int) -> bool:
    return cause.code == AMBIGUOUS and bool(cause.rivals & _names(plant)) and cause.pence in (plant.pence, whole)


def _has_other_amount(plant: PlantedBreak, cause: NamedCause, _: int) -> bool:
    is_named = cause.code in _names(plant) or bool(cause.rivals & _names(plant))
    return is_named and cause.code != UNEXPLAINED


def _outcome(plant: PlantedBreak, cause: NamedCause, shown: ShownBreak | None, last: str, whole: int) -> Outcome:
    if plant.clears_in and plant.clears_in <= last and shown is not None and shown.period >= plant.clears_in:
        return Outcome.WRONG_AMOUNT if shown.is_open else Outcome.FOUND
    if _is_found(plant, cause, whole):
        return Outcome.FOUND
    return Outcome.AMBIGUOUS if _is_ambiguous(plant, cause, whole) else Outcome.WRONG_AMOUNT


def _not_taken(plant: PlantedBreak, left: Sequence[NamedCause], shown: ShownBreak | None, last: str) -> Outcome:
    if shown is None or not shown.causes:
        return Outcome.TOO_EARLY if plant.known_from > last else Outcome.NOT_SHOWN
    if any(each.code != UNEXPLAINED and not each.is_supposed for each in left):
        return Outcome.WRONG_NAME
    if any(each.is_supposed for each in left):
        return Outcome.TOO_EARLY if plant.known_from > last else Outcome.WRONG_NAME
    if not left:
        return Outcome.NOT_SHOWN
    return Outcome.TOO_EARLY if plant.known_from > last else Outcome.UNEXPLAINED
