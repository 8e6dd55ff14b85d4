// What the slots of a record say and rest on.

// Slots that are read off another one.
const READ_OFF = { scope_code: "scope", indicator_id: "indicator", unit_code: "unit", document_kind: "document", year: "number" };

// A record's list of slots has those of participants as `participants[0].role`.
function slotOf(record, name) {
  const slots = record.slots || [];
  return slots.find((slot) => slot.name === name) || slots.find((slot) => slot.name === READ_OFF[name]);
}

// The evidence of a slot, or that of its record where the slot has none of its own.
function evidenceOf(record, name) {
  const { evidence = [] } = slotOf(record, name) || {};
  return evidence.length ? evidence : record.evidence || [];
}

const isEmpty = (value) => value === null || value === undefined || value === "" || value.length === 0;

function slotText(name, value) {
  if (name === "period") return value[0] === value[1] ? value[0] : value.join(" – ");
  return Array.isArray(value) ? value.join("; ") : String(value);
}

// A slot's value, as a button where there is evidence to light.
function slotNode(record, name, text) {
  const spans = evidenceOf(record, name);
  const { confidence } = slotOf(record, name) || {};
  const title = sentenceCase(name.replace(/^participants\[\d+\]\./, "participant, "));
  const node = spans.length
    ? evidenceButton("slot", spans, title, text, " ", sureness(confidence))
    : make("span", "", text, " ", sureness(confidence));
  node.dataset.slot = name;
  return node;
}
