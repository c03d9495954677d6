"""The smallest admissible set of hypotheses that makes up a difference exactly, its rivals, or that there is none (R9).

Sets are ranked by their worst class and then by their number. Recorded events may stand in any number that the bound
allows; of all others at most two, of slips at most one, and a slip only where nothing else explains. A difference of
one number takes one cause, unless each has rows of its own. A set with a part that could be left out does not count.
Nor does one that names the same money twice: two parts of it that predict the very same, or causes that together take
off more than there was to take.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from sspipe.reconcile.hypotheses import CauseClass, Hypothesis, Key, Part, Parts, key_of, less, sum_of

MOST_STEPS = 20_000
"""Sets that are looked at before the search stops and says so."""
MOST_TOGETHER = 3
MOST_UNRECORDED, MOST_SLIPS = 2, 1
Found = tuple[Hypothesis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the search came to. `found` is empty where nothing explains the difference.

    `rivals` are other exact sets of the same rank under other names: with them nothing can be said for certain.
    `nearest` is the hypothesis that misses by least, `miss_pence` by how much in all its parts. `steps` are the sets
    that were looked at, `pool` is how many hypotheses they were made of; a search that stopped found nothing, for it
    has not seen every rival.
    """

    found: Found
    rivals: tuple[Found, ...]
    tried: int
    is_stopped: bool
    nearest: Hypothesis | None
    miss_pence: int
    steps: int = 0
    pool: int = 0

    @property
    def is_ambiguous(self) -> bool:
        """Whether another set explains the difference as well."""
        return bool(self.rivals)


def solve(
    difference: Parts,
    hypotheses: Sequence[Hypothesis],
    most_steps: int = MOST_STEPS,
    most_taken: Parts | None = None,
) -> Answer:
    """Search the sets that make a difference up, the best rank first.

    `most_taken` is how much there is to take off, part by part; None where that is not known.
    """
    search = _Search(difference, [each for each in hypotheses if key_of(each.parts)], most_steps, most_taken)
    for rank in (CauseClass.RECORDED, CauseClass.TIMING, CauseClass.RATE, CauseClass.SLIP):
        for count in range(1, MOST_TOGETHER + 1):
            hits = search.exact(rank, count)
            if hits or search.is_stopped:
                return search.answer([] if search.is_stopped else hits)
    return search.answer([])


class _Search:
    """One difference and everything that is tried on it; steps are counted, never seconds."""

    def __init__(
        self, difference: Parts, hypotheses: Sequence[Hypothesis], most_steps: int, most_taken: Parts | None
    ) -> None:
        self._most_taken = most_taken
        self._difference = difference
        self._whole = key_of(difference)
        self._hypotheses = sorted(hypotheses, key=lambda each: (each.weight, each.code, key_of(each.parts), each.what))
        self._steps, self._most_steps = 0, most_steps
        self._tried = 0
        self._by_key: dict[Key, list[Hypothesis]] = defaultdict(list)
        for each in self._hypotheses:
            self._by_key[key_of(each.parts)].append(each)

    @property
    def is_stopped(self) -> bool:
        """Whether the bound was met before the end."""
        return self._steps >= self._most_steps

    def exact(self, rank: CauseClass, count: int) -> list[Found]:
        """Every admissible set of so many whose worst class is the rank and which is the difference exactly."""
        found = {_names(each): each for each in reversed(list(self._sets(rank, count))) if self._admits(each)}
        return [found[names] for names in sorted(found)]

    def answer(self, hits: list[Found]) -> Answer:
        """The first of the hits with its rivals, or the nearest miss."""
        nearest, miss = (None, 0) if hits else self._nearest()
        return Answer(
            found=hits[0] if hits else (),
            rivals=tuple(hits[1:]),
            tried=self._tried,
            is_stopped=self.is_stopped,
            nearest=nearest,
            miss_pence=miss,
            steps=self._steps,
            pool=len(self._hypotheses),
        )

    def _admits(self, together: Found) -> bool:
        is_within = self._most_taken is None or _takes_within(together, self._most_taken)
        return is_within and _is_admissible(together, self._is_one) and not _is_one_money_twice(together)

    @property
    def _is_one(self) -> bool:
        """Whether only one figure differs: a recharge, or a single component of pay."""
        return len(self._whole) <= 1

    def _sets(self, rank: CauseClass, count: int) -> Iterator[Found]:
        """Sets that add up: all but the last are chosen, and the last is looked up by what they leave."""
        allowed = [each for each in self._hypotheses if each.weight <= rank]
        for chosen in combinations(allowed, count - 1):
            self._steps += 1
            if self.is_stopped:
                return
            left = key_of(less(self._difference, sum_of(chosen)))
            for last in self._by_key.get(left, ()):
                self._tried += 1
                together = (*chosen, last)
                if last not in chosen and max(each.weight for each in together) == rank:
                    yield tuple(sorted(together, key=lambda each: (each.weight, each.code, key_of(each.parts))))
        self._tried += len(allowed) if count == 1 else 0

    def _nearest(self) -> tuple[Hypothesis | None, int]:
        misses = [(_distance(self._difference, each), each) for each in self._hypotheses]
        if not misses:
            return None, 0
        miss, nearest = min(misses, key=lambda pair: pair[0])
        return nearest, miss


def _names(found: Found) -> tuple[str, ...]:
    return tuple(sorted(each.code for each in found))


def _distance(difference: Parts, hypothesis: Hypothesis) -> int:
    return sum(abs(pence) for pence in less(difference, hypothesis.parts).values())


def _is_admissible(together: Found, is_one_number: bool) -> bool:  # noqa: FBT001 - a fact of the difference
    """The guards (c) and (d), that no part of it is nil by itself, and that nothing reshapes pay that is not there."""
    unrecorded = [each for each in together if each.cause_class is not CauseClass.RECORDED]
    slips = [each for each in together if each.cause_class is CauseClass.SLIP]
    if len(unrecorded) > MOST_UNRECORDED or len(slips) > MOST_SLIPS:
        return False
    if not all(_stand_apart(alike) for alike in _by_code(together) if len(alike) > 1):
        return False
    if any(each.empties for each in together) and any(each.reshapes for each in together):
        return False
    return len(together) == 1 or not is_one_number or all(each.has_own_rows for each in together)


def _by_code(together: Found) -> list[Found]:
    """The hypotheses of a set by their cause; one cause may stand twice where each rests on rows of its own."""
    return [tuple(each for each in together if each.code == code) for code in dict.fromkeys(_names(together))]


def _is_one_money_twice(together: Found) -> bool:
    """Whether one of a set predicts what others of it predict, and they do not each rest on rows of their own."""
    return any(
        key_of(one.parts) == key_of(sum_of(others)) and not _stand_apart((one, *others))
        for one in together
        for count in range(1, len(together))
        for others in combinations([each for each in together if each is not one], count)
    )


def _stand_apart(together: Found) -> bool:
    rows = [row for each in together for row in set(each.evidence)]
    return all(each.has_own_rows for each in together) and len(set(rows)) == len(rows)


def _takes_within(together: Found, most: Parts) -> bool:
    """Whether what is taken off each part is there to be taken; what others of the set add does not make up for it.

    But for what one of them says was there before it was turned, or not posted at all.
    """
    taken: dict[Part, int] = defaultdict(int)
    for each in together:
        for part, pence in each.parts.items():
            taken[part] += max(-pence, 0)
    for each in together:
        for part, pence in each.gives.items():
            taken[part] -= pence
    return all(pence <= most.get(part, 0) for part, pence in taken.items())
