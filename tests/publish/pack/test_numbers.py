import pytest

from tests.publish.pack.releases import a_release, edition, packed
from tests.publish.pack.strays import stray_numbers


@pytest.mark.parametrize("council", ["stockport", "tameside"])
def test_every_number_is_published(council: str) -> None:
    rows = a_release()
    assert stray_numbers(rows, edition(council), packed(rows, council)) == []


def test_a_number_from_elsewhere_is_found() -> None:
    shown, published = a_release(), a_release(drafts=())
    stray = stray_numbers(published, edition("stockport"), packed(shown, "stockport"))
    assert [value for _, _, value in stray] == [10.05]
