// Records as tables, with the columns that the library's own CSV has (docs/tables.md).

const TABLE_OF = { meeting: "meetings", observation: "observations", directive: "directives", issuance: "issuances" };
const NOT_ON_SCREEN = new Set(["document_id", "published", "record", "start", "end", "participant"]);

// The rows of one table: the values of its columns, and the record and the prefix of the slots they are from.
function rowsOf(name, page, side) {
  return side.records.flatMap((record, index) => {
    const origin = { document_id: page.key, published: page.published, record: index + 1 };
    if (name === "participants") {
      return (record.participants || []).map((one, place) => participantRow(record, one, place, origin));
    }
    if (TABLE_OF[record.kind] !== name) return [];
    const [period_start, period_end] = record.period || [];
    return [{ record, index, prefix: "", values: { ...record, ...origin, ...extent(record.evidence), period_start, period_end } }];
  });
}

function participantRow(record, participant, place, origin) {
  const prefix = `participants[${place}].`;
  const slots = (record.slots || []).filter((slot) => slot.name.startsWith(prefix));
  const role = slots.find((slot) => slot.name === prefix + "role");
  const values = { ...participant, ...origin, ...extent(slots.flatMap((slot) => slot.evidence || [])),
    participant: place + 1, confidence: role ? role.confidence : record.confidence };
  return { record, index: origin.record - 1, prefix, values };
}

function extent(evidence = []) {
  if (!evidence.length) return {};
  return { start: Math.min(...evidence.map((span) => span.start)), end: Math.max(...evidence.map((span) => span.end)) };
}

// All tables that have rows, without the columns that are empty throughout.
function recordTables(page, side) {
  const sections = content.tables.map((table) => ({ table, rows: rowsOf(table.name, page, side) }))
    .filter(({ rows }) => rows.length)
    .map(({ table, rows }) => make("section", "", make("h5", "", sentenceCase(table.name)), oneTable(table, rows, side)));
  return make("div", "record-tables", ...sections);
}

function oneTable(table, rows, side) {
  const columns = table.columns.filter((column) =>
    !NOT_ON_SCREEN.has(column) && rows.some(({ values }) => !isEmpty(values[column])));
  const { scroller, body } = scrollingTable(sentenceCase(table.name), columns.map((name) => name.replaceAll("_", " ")));
  for (const { record, index, prefix, values } of rows) {
    const kind = kindOf(side, "records", index);
    const row = make("tr", "finding " + classOf(kind));
    row.dataset.kind = kind;
    for (const column of columns) {
      if (column === "confidence") row.append(make("td", "", sureness(values.confidence)));
      else row.append(slotCell(record, prefix + column.replace(/^period_.*/, "period"), values[column], column));
    }
    body.append(row);
  }
  return scroller;
}
