// Files that the page hands out: documents as the library's JSON, records as its CSV.

function save(name, type, text) {
  const link = make("a");
  link.download = name;
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

function documentJson(page, side) {
  const { entities, relations, records } = side;
  return JSON.stringify({ id: page.id, text: page.text, published: page.published, entities, relations, records });
}

// UTF-8 with a byte order mark and CR LF, which spreadsheets want; lists are joined by `; `.
function csvOf(table, pages, number) {
  const rows = pages.flatMap((page) => rowsOf(table.name, page, page.sides[number]));
  const lines = [table.columns, ...rows.map(({ values }) => table.columns.map((column) => values[column]))];
  return "\ufeff" + lines.map((cells) => cells.map(csvCell).join(",") + "\r\n").join("");
}

function csvCell(value) {
  const text = isEmpty(value) ? "" : Array.isArray(value) ? value.join("; ") : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

// The buttons of one side; they give the shown document, or all where that is asked for.
function downloadButtons(number) {
  const every = () => byId("every").checked;
  const pages = () => (every() ? content.documents : [shownPage()]);
  const stem = () => {
    const name = every() ? "documents" : shownPage().name;
    return name.replace(/[^\p{L}\p{N}._-]+/gu, "_").slice(0, 80) + (paired ? `.${content.names[number]}` : "");
  };
  const json = makeButton("JSON", () => {
    const lines = pages().map((page) => documentJson(page, page.sides[number]) + "\n");
    save(stem() + (every() ? ".jsonl" : ".json"), "application/json", lines.join(""));
  });
  const tables = content.tables.map((table) => makeButton(`${table.name}.csv`, () =>
    save(`${stem()}.${table.name}.csv`, "text/csv", csvOf(table, pages(), number))));
  return make("div", "downloads", "Download", json, ...tables);
}
