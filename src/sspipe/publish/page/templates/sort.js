"use strict";
(function () {
  const collator = new Intl.Collator("en-GB", { numeric: true });
  const said = document.getElementById("sorted");

  function valueOf(row, at) {
    const cell = row.cells[at];
    if (!cell) return "";
    return cell.dataset.order === undefined ? cell.textContent.trim() : cell.dataset.order;
  }

  function compared(first, second, isNumber) {
    return isNumber ? Number(first) - Number(second) : collator.compare(first, second);
  }

  // What has no value stays last, whichever way the others go.
  function sort(table, at, isNumber, direction) {
    const body = table.tBodies[0];
    const rows = Array.from(body.rows, (row) => ({ row, value: valueOf(row, at) }));
    rows.sort(function (first, second) {
      if (first.value === "" || second.value === "") return (first.value === "") - (second.value === "");
      return direction * compared(first.value, second.value, isNumber);
    });
    body.append(...rows.map((each) => each.row));
  }

  function press(table, heading, at) {
    const isUp = heading.getAttribute("aria-sort") !== "ascending";
    for (const other of heading.parentElement.cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", isUp ? "ascending" : "descending");
    sort(table, at, heading.dataset.sorts === "number", isUp ? 1 : -1);
    said.textContent =
      table.caption.textContent.trim() + ": sorted by " + heading.textContent.trim() + (isUp ? ", ascending" : ", descending");
  }

  for (const table of document.querySelectorAll("table[data-sortable]")) {
    Array.from(table.tHead.rows[0].cells).forEach(function (heading, at) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...heading.childNodes);
      button.addEventListener("click", () => press(table, heading, at));
      heading.append(button);
    });
  }
})();
