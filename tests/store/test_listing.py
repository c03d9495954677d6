from dataclasses import replace
from datetime import date

from sqlalchemy import Engine

from sspipe.model.statement import BreakState
from sspipe.store.drafts import DraftInput
from sspipe.store.listing import ListedRelease, OpenBreaks, list_releases, releases_with_break, site_files_of
from sspipe.store.releases import publish
from sspipe.store.states import InputKind
from tests.publish.statements import FILE, P07, SITE, a_break, a_cause, a_cost, a_statement
from tests.store.drafts import a_draft

NEWER, SITE_FILE = "b" * 64, "c" * 64
FIRST = f"{SITE}-2022-23-P06-1"


def an_input(name: str, source_file: str = FILE, kind: InputKind = InputKind.FEED) -> DraftInput:
    return DraftInput(name=name, kind=kind, source_file=source_file, known_from=date(2022, 10, 6))


def by_number(database: Engine) -> dict[int, ListedRelease]:
    return {each.release_number: each for each in list_releases(database, SITE, "2022-23-P06")}


def test_a_release_says_which_one_it_followed_and_which_inputs_are_others(database: Engine) -> None:
    inputs = (an_input("site.yaml", SITE_FILE, InputKind.SITE), an_input("a/ledger"), an_input("a/posts"))
    publish(database, a_draft(inputs=inputs))
    others = (an_input("site.yaml", SITE_FILE, InputKind.SITE), an_input("a/ledger", NEWER), an_input("b/posts"))
    publish(database, a_draft(a_statement(costs=(a_cost(amount_pence=1),)), inputs=others))

    first, second = by_number(database)[1], by_number(database)[2]
    assert (first.state, first.is_current, first.before) == ("restated", False, "")
    assert (first.inputs.changed, first.inputs.added, first.inputs.gone) == ((), (), ())
    assert (second.state, second.is_current, second.before) == ("provisional", True, FIRST)
    assert second.inputs.changed == ("a/ledger",)
    assert (second.inputs.added, second.inputs.gone) == (("b/posts",), ("a/posts",))


def test_an_input_that_was_noted_later_is_no_change(database: Engine) -> None:
    publish(database, a_draft(inputs=(an_input("a/ledger"),)))
    publish(database, a_draft(inputs=(an_input("a/ledger", NEWER),)))
    publish(database, a_draft(a_statement(costs=(a_cost(amount_pence=1),)), inputs=(an_input("a/ledger"),)))
    assert by_number(database)[2].inputs.changed == ()


def test_open_breaks_are_counted_and_added_up_by_size(database: Engine) -> None:
    breaks = (
        a_break(),
        a_break(break_id="b2", post="data-lead", amount_pence=100, causes=(a_cause(amount_pence=100),)),
        a_break(break_id="b3", state=BreakState.CLEARED, amount_pence=0, causes=()),
    )
    publish(database, a_draft(a_statement(breaks=breaks)))
    assert by_number(database)[1].open_breaks == OpenBreaks(count=2, size_pence=22500 + 100)


def test_pounds_that_stand_on_one_post_are_not_told(database: Engine) -> None:
    publish(database, a_draft())  # two breaks of one post
    assert by_number(database)[1].open_breaks == OpenBreaks(count=2, size_pence=None)


def test_pounds_of_a_post_and_a_cost_centre_are_told(database: Engine) -> None:
    placed = a_break(break_id="b2", post="", cost_centre="S100")
    publish(database, a_draft(a_statement(breaks=(a_break(), placed))))
    assert by_number(database)[1].open_breaks == OpenBreaks(count=2, size_pence=45000)


def test_without_a_break_nothing_stands_open(database: Engine) -> None:
    publish(database, a_draft(a_statement(breaks=())))
    assert by_number(database)[1].open_breaks == OpenBreaks(count=0, size_pence=0)


def test_every_site_and_period_is_listed_in_order(database: Engine) -> None:
    publish(database, a_draft(a_statement(period=P07)))
    publish(database, a_draft())
    publish(database, a_draft(a_statement(site="another")))
    listed = [(each.site, each.period) for each in list_releases(database)]
    assert listed == [("another", "2022-23-P06"), (SITE, "2022-23-P06"), (SITE, "2022-23-P07")]
    assert [each.site for each in list_releases(database, "another")] == ["another"]


def test_the_sites_own_files_are_found_by_name_and_hash(database: Engine) -> None:
    draft = a_draft(inputs=(an_input("site.yaml", SITE_FILE, InputKind.SITE), an_input("a/ledger")))
    release_id = publish(database, draft).release_id
    publish(database, replace(draft, inputs=(an_input("site.yaml", NEWER, InputKind.SITE), an_input("a/ledger"))))
    assert site_files_of(database, release_id) == {"site.yaml": SITE_FILE}


def test_current_releases_with_a_break_are_found_by_the_beginning_of_its_id(database: Engine) -> None:
    shown = (a_break(break_id="3f9a"), a_break(break_id="3f9b"))
    publish(database, a_draft(a_statement(breaks=shown)))
    later = publish(database, a_draft(a_statement(period=P07, breaks=shown[:1]))).release_id
    assert releases_with_break(database, SITE, "3f9") == (later, FIRST)
    assert releases_with_break(database, SITE, "3f9b") == (FIRST,)
    assert releases_with_break(database, SITE, "%") == ()
    assert releases_with_break(database, "another", "3f9") == ()
