// The text of a document with its entities, cut where evidence begins and ends so that it can be lit.

// Every offset at which some evidence of the records begins or ends, in order.
function evidenceCuts(records) {
  const cuts = new Set();
  for (const record of records) {
    for (const { evidence = [] } of [record, ...(record.slots || [])]) {
      for (const { start, end } of evidence) cuts.add(start).add(end);
    }
  }
  return [...cuts].sort((a, b) => a - b);
}

// Spans nest: each opens inside the one that holds it; where two cross, the later one is cut in two.
function textWith(characters, side) {
  const { entities } = side;
  const root = make("div", "text");
  root.lang = "vi";
  root.tabIndex = 0;
  root.setAttribute("role", "region");
  root.setAttribute("aria-label", "Text");
  const order = entities.map((_, index) => index).sort((a, b) =>
    entities[a].start - entities[b].start || entities[b].end - entities[a].end || a - b);
  const queue = order.map((index) => ({ index, start: entities[index].start, end: entities[index].end }));
  const write = pieceWriter(characters, evidenceCuts(side.records));
  let position = 0;
  const fill = (parent, end) => {
    while (queue.length && queue[0].start < end) {
      const { index, start, end: wanted } = queue.shift();
      if (wanted > end) {
        const rest = { index, start: end, end: wanted };
        const place = queue.findIndex((other) => other.start >= end);
        queue.splice(place < 0 ? queue.length : place, 0, rest);
      }
      write(parent, position, start);
      position = start;
      const node = entityNode(index, entities[index], kindOf(side, "entities", index));
      fill(node, Math.min(wanted, end));
      node.style.setProperty("--inside", nodesInside(node));
      parent.append(node);
    }
    write(parent, position, end);
    position = end;
  };
  fill(root, characters.length);
  return root;
}

// Returns what writes a stretch of text as pieces that no cut runs through; stretches come in order.
function pieceWriter(characters, cuts) {
  let next = 0;
  return (parent, start, end) => {
    while (start < end) {
      while (next < cuts.length && cuts[next] <= start) next += 1;
      const stop = next < cuts.length ? Math.min(cuts[next], end) : end;
      const piece = make("span", "piece", characters.slice(start, stop).join(""));
      piece.dataset.start = start;
      parent.append(piece);
      start = stop;
    }
  };
}

// How many entities stand in each other inside this one; its line is drawn below theirs.
function nodesInside(node) {
  const inner = [...node.children].filter((child) => child.classList.contains("entity"));
  return Math.max(0, ...inner.map((child) => 1 + Number(child.style.getPropertyValue("--inside"))));
}

function entityNode(index, { start, end, label, confidence }, kind) {
  const node = make("span", "entity " + classOf(kind), make("span", "tag", label));
  Object.assign(node.dataset, { index, label, kind });
  node.style.setProperty("--colour", colourOf(label));
  node.title = `${label} ${start}–${end}` + (paired ? ` · ${kind}` : "") +
    (confidence < 1 ? ` · ${confidence.toFixed(2)}` : "");
  return node;
}
