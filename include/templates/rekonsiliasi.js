// Sorting of the district table. Without it the page reads the same, in the order of the codes.
document.querySelectorAll("table[data-sortable]").forEach(function (table) {
  var body = table.tBodies[0];
  table.querySelectorAll("thead th").forEach(function (head, place) {
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.textContent = "";
    head.appendChild(button);
    button.addEventListener("click", function () {
      var text = place === 0;
      var descending = head.getAttribute("aria-sort") ? head.getAttribute("aria-sort") === "ascending" : !text;
      table.querySelectorAll("thead th").forEach(function (other) { other.removeAttribute("aria-sort"); });
      head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      Array.from(body.rows).map(function (row, index) {
        var cell = row.cells[place];
        return { row: row, index: index, key: text ? cell.textContent : Number(cell.dataset.sort) };
      }).sort(function (a, b) {
        var order = text ? a.key.localeCompare(b.key, document.documentElement.lang) : a.key - b.key;
        return (descending ? -order : order) || a.index - b.index;
      }).forEach(function (entry) { body.appendChild(entry.row); });
    });
  });
});
