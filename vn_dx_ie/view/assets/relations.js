// Relations as a table; the ends of the one that is pointed at stand out in the text.

function relationTable(side, characters) {
  const places = new Map(side.entities.map((entity, index) => [entity.id, index]));
  const { scroller, body } = scrollingTable("Relations", ["from", "relation", "to", paired ? "kind" : "confidence"]);
  scroller.classList.add("relations");
  side.relations.forEach((relation, number) => {
    const kind = kindOf(side, "relations", number);
    const ends = [places.get(relation.head), places.get(relation.tail)];
    const [head, tail] = ends.map((place) => side.entities[place]);
    const mention = ({ start, end }) => characters.slice(start, end).join("");
    const button = evidenceButton("slot", [head, tail], relation.label, relation.label);
    const label = make("th", "", button);
    label.scope = "row";
    const row = make("tr", "finding " + classOf(kind), make("td", "", mention(head)), label,
      make("td", "", mention(tail)), make("td", "kind", paired ? kind : "", sureness(relation.confidence)));
    row.dataset.kind = kind;
    row.addEventListener("click", (event) => { if (!button.contains(event.target)) button.click(); });
    for (const name of ["pointerenter", "focusin"]) row.addEventListener(name, () => pointOut(row, ends));
    for (const name of ["pointerleave", "focusout"]) row.addEventListener(name, () => pointOut(row, []));
    body.append(row);
  });
  return scroller;
}

function pointOut(row, indices) {
  row.closest(".side").querySelectorAll(".entity").forEach((node) =>
    node.classList.toggle("focus", indices.includes(Number(node.dataset.index))));
}
