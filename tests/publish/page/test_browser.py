"""The page in a real browser: quiet, alone, within its width, sortable, printable and readable to everybody."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # it ships no types
from playwright.sync_api import Browser, Page, sync_playwright

from tests.publish.pack.releases import a_release, edition
from tests.publish.page import test_checks as checks
from tests.publish.page.pages import written
from tests.publish.statements import a_value

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
SIZES = {"phone": (390, 844), "desk": (1400, 900)}
THEMES = ("light", "dark")
LONG = "Head" * 60
RECHARGES = "table:has(#sheet-recharges-table)"
SMALLEST_WORDS = 9.5
PATIENCE = 15_000
"""So many milliseconds a busy machine may take."""

# Without a browser the page's words, tables and charts are still held by the other tests of this folder.
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="this machine has no Chromium (Debian: apt-get install chromium)"),
    pytest.mark.xdist_group("browser"),
]
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Open a page at a size and theme; what went wrong or was asked for is kept on it."""
    contexts = []

    def opened(html: str, size: str = "desk", theme: Any = "light", *, scripts: bool = True) -> Page:
        path = tmp_path / "stockport.html"
        path.write_bytes(html.encode())
        width, height = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=theme, java_script_enabled=scripts
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.goto(path.as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()


def a_full_page(**changes: Any) -> str:
    """Every kind of picture, and four areas."""
    years = {"2018": "70.1", "2019": "71.2", "2020": None, "2022": "65"}
    areas = ("stockport", "tameside", "North West", "England")
    values = [a_value(year, value, area=area) for area in areas for year, value in years.items()]
    return written(a_release(values=values), **changes)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", THEMES)
def test_the_page_is_quiet_and_asks_for_nothing(size: str, theme: str, browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "stockport.html"
    path.write_bytes(a_full_page().encode())
    asked: list[str] = []
    faults: list[str] = []
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme)  # type: ignore[arg-type] # one of its two
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.goto(path.as_uri(), wait_until="networkidle")
    page.locator(f"{RECHARGES} thead button").first.click()
    context.close()
    assert (asked, faults) == ([path.as_uri()], [])


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", THEMES)
def test_everybody_can_read_it(size: str, theme: str, open_page: Open) -> None:
    found = Axe().run(open_page(a_full_page(), size, theme)).response
    assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
    passed = {each["id"] for each in found["passes"]}
    assert {"color-contrast", "heading-order", "page-has-heading-one", "html-has-lang", "skip-link"} <= passed


def a_page_of_checks() -> str:
    """Two files, one of them with a long name and with rules that are broken."""
    return checks.written(checks.a_file(), checks.a_file(file_name=f"{LONG}.csv", is_proved_complete=True))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", THEMES)
def test_everybody_can_read_the_page_of_the_checks(size: str, theme: str, open_page: Open) -> None:
    page = open_page(a_page_of_checks(), size, theme)
    found = Axe().run(page).response
    assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
    assert {"color-contrast", "heading-order", "page-has-heading-one"} <= {each["id"] for each in found["passes"]}
    widths = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert widths[0] <= widths[1]


def test_the_rules_of_a_file_sort_by_the_rows_that_break_them(open_page: Open) -> None:
    page = open_page(a_page_of_checks())
    button = page.locator("#file-1 ~ .scroll thead button", has_text="Rows that break it")
    button.click()
    button.click()
    assert page.locator("#file-1 ~ .scroll tbody th").all_inner_texts() == [checks.BROKEN, checks.HELD]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("names", ["usual", "long"])
def test_the_page_itself_never_scrolls_sideways(size: str, names: str, open_page: Open) -> None:
    own = edition("stockport").names
    changes = {"names": replace(own, posts={"ey-head": LONG}), "title": LONG} if names == "long" else {}
    page = open_page(a_full_page(**changes), size)
    widths = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert widths[0] <= widths[1]
    page.evaluate("window.scrollTo(500, 0)")
    assert page.evaluate("window.scrollX") == 0


def test_a_wide_table_scrolls_in_its_own_place_by_keyboard(open_page: Open) -> None:
    page = open_page(a_full_page(), "phone")
    region = page.locator(f".scroll:has({RECHARGES})")
    region.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("element => element.scrollLeft > 0", arg=region.element_handle())
    assert "Recharges by post" in page.get_by_role("region", name="Recharges by post").first.inner_text()


def _column(page: Page, heading: str) -> list[str]:
    """The cells of a column of the sheet of recharges, top down."""
    found = page.eval_on_selector(
        RECHARGES,
        """(table, heading) => {
          const at = [...table.tHead.rows[0].cells].findIndex((cell) => cell.textContent.trim() === heading);
          return [...table.tBodies[0].rows].map((row) => row.cells[at].textContent);
        }""",
        heading,
    )
    return list(map(str, found))


def _sorted_by(page: Page) -> list[tuple[str, str]]:
    found = page.eval_on_selector_all(
        f"{RECHARGES} th[aria-sort]", "cells => cells.map((cell) => [cell.textContent.trim(), cell.ariaSort])"
    )
    return [(heading, way) for heading, way in found]


WAITS = "Of due: not yet billable, £"


def test_a_click_on_a_heading_sorts_and_another_turns_it_round(open_page: Open) -> None:
    page = open_page(a_full_page())
    button = page.locator(f"{RECHARGES} thead button", has_text=WAITS)
    assert _sorted_by(page) == []
    button.click()
    assert (_column(page, WAITS), _sorted_by(page)) == (["£0.00", "£12.34"], [(WAITS, "ascending")])
    button.click()
    assert (_column(page, WAITS), _sorted_by(page)) == (["£12.34", "£0.00"], [(WAITS, "descending")])
    assert "sorted by Of due: not yet billable, £, descending" in page.locator("#sorted").inner_text()
    page.locator(f"{RECHARGES} thead").get_by_role("button", name="Council that bills", exact=True).click()
    assert _sorted_by(page) == [("Council that bills", "ascending")]
    assert _column(page, "Council that bills") == ["Stockport Council", "Tameside Council"]


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_keyboard_sorts_too(key: str, open_page: Open) -> None:
    page = open_page(a_full_page())
    page.locator(f"{RECHARGES} thead button", has_text=WAITS).focus()
    page.keyboard.press(key)
    page.keyboard.press(key)
    assert (_column(page, WAITS), _sorted_by(page)) == (["£12.34", "£0.00"], [(WAITS, "descending")])


def test_amounts_sort_by_size_and_what_is_missing_stays_last(open_page: Open) -> None:
    rows = "".join(f'<tr><th scope="row">{at}</th><td data-order="{order}">x</td></tr>' for at, order in ORDERS.items())
    html = a_full_page()
    start, end = (
        html.index("<tbody>", html.index("Recharges by post")),
        html.index("</tbody>", html.index("Recharges by post")),
    )
    page = open_page(f"{html[:start]}<tbody>{rows}{html[end:]}")
    heading = page.locator(f"{RECHARGES} th").nth(1)
    heading.evaluate("cell => { cell.dataset.sorts = 'number'; }")
    for expected in (["minus", "nine", "ten", "none"], ["ten", "nine", "minus", "none"]):
        heading.locator("button").click()
        assert page.locator(f"{RECHARGES} tbody th").all_inner_texts() == expected


ORDERS = {"ten": "1000", "none": "", "minus": "-5", "nine": "900"}


def test_the_totals_stay_below_when_rows_are_sorted(open_page: Open) -> None:
    page = open_page(a_full_page())
    page.locator(f"{RECHARGES} thead button").first.click()
    page.locator(f"{RECHARGES} thead button").first.click()
    last = page.locator(f"{RECHARGES} tr").last.inner_text()
    assert last.startswith("Total:")


def test_it_is_read_whole_without_a_script(open_page: Open) -> None:
    page = open_page(a_full_page(), scripts=False)
    assert page.locator("thead button").count() == 0
    assert page.locator(RECHARGES).is_visible()
    assert page.locator("figure svg").count() > 4


def test_the_first_stop_of_the_keyboard_leads_past_the_contents(open_page: Open) -> None:
    page = open_page(a_full_page(), "phone")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the first page"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_the_words_of_pictures_are_readable_on_a_phone(open_page: Open) -> None:
    page = open_page(a_full_page(), "phone")
    smallest = page.eval_on_selector_all(
        "figure text",
        """texts => Math.min(...texts.map((text) =>
          parseFloat(getComputedStyle(text).fontSize) * text.ownerSVGElement.getBoundingClientRect().width / 360))""",
    )
    assert smallest >= SMALLEST_WORDS


def test_no_words_of_a_picture_leave_it(open_page: Open) -> None:
    page = open_page(a_full_page())
    outside = page.eval_on_selector_all(
        "figure text",
        """texts => texts.filter((text) => {
          const box = text.getBBox(), frame = text.ownerSVGElement.viewBox.baseVal;
          return box.x < -1 || box.x + box.width > frame.width + 1 || box.y + box.height > frame.height + 1;
        }).map((text) => text.textContent)""",
    )
    assert outside == []


def test_on_paper_it_is_light_whole_and_without_buttons(open_page: Open) -> None:
    page = open_page(a_full_page(), theme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator("nav").is_visible()
    assert page.locator("thead button").first.evaluate("e => getComputedStyle(e, '::after').content") == "none"
    assert page.locator("thead").first.evaluate("e => getComputedStyle(e).display") == "table-header-group"
    assert page.locator("figure").first.evaluate("e => getComputedStyle(e).breakInside") == "avoid"
    assert set(page.eval_on_selector_all(".scroll", "all => all.map((e) => getComputedStyle(e).overflow)")) == {
        "visible"
    }
