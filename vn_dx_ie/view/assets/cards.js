// Records as cards: each slot that is filled, and the participants of a meeting below.

const NOT_ON_CARDS = new Set(["kind", "participants", "confidence", "evidence", "slots"]);

function recordCards(side) {
  const cards = side.records.map((record, index) => recordCard(record, kindOf(side, "records", index)));
  return make("div", "cards", ...cards);
}

function recordCard(record, kind) {
  const heading = make("h5", "", make("span", "", sentenceCase(record.kind), " ", sureness(record.confidence)),
    make("span", "sure", paired ? kind : ""));
  const list = make("dl");
  for (const [name, value] of Object.entries(record)) {
    if (NOT_ON_CARDS.has(name) || isEmpty(value)) continue;
    list.append(make("dt", "", sentenceCase(name)), make("dd", "", slotNode(record, name, slotText(name, value))));
  }
  const card = make("article", "card finding " + classOf(kind), heading, list);
  card.dataset.kind = kind;
  if (!isEmpty(record.participants)) card.append(participantTable(record));
  return card;
}

function participantTable(meeting) {
  const columns = ["role", "name", "positions", "agency", "site"].filter((column) =>
    meeting.participants.some((participant) => !isEmpty(participant[column])));
  const { scroller, body } = scrollingTable("Participants", columns);
  meeting.participants.forEach((participant, index) => {
    const cells = columns.map((column) => slotCell(meeting, `participants[${index}].${column}`, participant[column], column));
    body.append(make("tr", "", ...cells));
  });
  return scroller;
}

function slotCell(record, slot, value, column) {
  return make("td", "", isEmpty(value) ? "" : slotNode(record, slot, slotText(column, value)));
}
