"use strict";
(() => {
  const content = JSON.parse(document.getElementById("data").textContent);
  const PALETTE = ["#1f6feb", "#8250df", "#bf3989", "#1a7f37", "#57606a", "#bc4c00", "#0a7ea4", "#9a6700", "#cf222e", "#3d5a80"];
  const colourOf = new Map(content.labels.map((label, index) => [label, PALETTE[index % PALETTE.length]]));
  const paired = content.names.length > 1;
  const shownLabels = new Set(content.labels);
  const shownKinds = new Set(content.kinds);
  let current = -1;

  const byId = (id) => document.getElementById(id);
  const make = (name, className, text) => {
    const node = document.createElement(name);
    if (className) node.className = className;
    if (text !== undefined) node.textContent = text;
    return node;
  };
  const classOf = (kind) => kind.replaceAll(" ", "-");
  const isShown = (label, kind) => shownLabels.has(label) && (!paired || shownKinds.has(kind));

  function chips(parent, values, shown, mark) {
    for (const value of values) {
      const chip = make("label");
      const box = make("input");
      box.type = "checkbox";
      box.checked = true;
      box.value = value;
      box.addEventListener("change", () => {
        if (box.checked) shown.add(value); else shown.delete(value);
        refresh();
      });
      const swatch = make("span", "swatch");
      mark(swatch, value);
      chip.append(box, swatch, value);
      parent.append(chip);
    }
  }

  // Spans nest: each opens inside the one that holds it; where two cross, the later one is cut in two.
  function textWith(characters, entities) {
    const root = make("div", "text");
    const order = entities.map((_, index) => index).sort((a, b) =>
      entities[a][0] - entities[b][0] || entities[b][1] - entities[a][1] || a - b);
    const queue = order.map((index) => ({ index, start: entities[index][0], end: entities[index][1] }));
    let position = 0;
    const fill = (parent, end) => {
      while (queue.length && queue[0].start < end) {
        const { index, start, end: wanted } = queue.shift();
        if (wanted > end) {
          const rest = { index, start: end, end: wanted };
          const place = queue.findIndex((other) => other.start >= end);
          queue.splice(place < 0 ? queue.length : place, 0, rest);
        }
        parent.append(characters.slice(position, start).join(""));
        position = start;
        const node = entityNode(index, entities[index]);
        fill(node, Math.min(wanted, end));
        parent.append(node);
      }
      parent.append(characters.slice(position, end).join(""));
      position = end;
    };
    fill(root, characters.length);
    return root;
  }

  function entityNode(index, [start, end, label, kind, confidence]) {
    const node = make("span", "entity " + classOf(kind));
    node.dataset.index = index;
    node.dataset.label = label;
    node.dataset.kind = kind;
    node.style.setProperty("--colour", colourOf.get(label));
    node.title = `${label} ${start}–${end}` + (paired ? ` · ${kind}` : "") + (confidence < 1 ? ` · ${confidence.toFixed(2)}` : "");
    node.append(make("span", "tag", label));
    return node;
  }

  function relationTable(side, characters, sideNode) {
    const table = make("table", "relations");
    for (const [label, head, tail, kind, confidence] of side.relations) {
      const row = make("tr", "link " + classOf(kind));
      row.dataset.kind = kind;
      const mention = ([start, end]) => characters.slice(start, end).join("");
      row.append(make("td", "", mention(side.entities[head])), make("th", "", label),
        make("td", "", mention(side.entities[tail])),
        make("td", "kind", (paired ? kind : "") + (confidence < 1 ? ` ${confidence.toFixed(2)}` : "")));
      row.addEventListener("click", () => focus(sideNode, [head, tail]));
      table.append(row);
    }
    return table;
  }

  function focus(sideNode, indices) {
    document.querySelectorAll(".entity.focus").forEach((node) => node.classList.remove("focus"));
    for (const index of indices) {
      sideNode.querySelectorAll(`.entity[data-index="${index}"]`).forEach((node) => node.classList.add("focus"));
    }
    const first = sideNode.querySelector(".entity.focus");
    if (first) first.scrollIntoView({ block: "center" });
  }

  function recordTable(side) {
    const table = make("table", "records");
    for (const { type, kind, slots } of side.records) {
      const row = make("tr", classOf(kind));
      row.dataset.kind = kind;
      const cell = make("td");
      for (const [name, value] of Object.entries(slots)) {
        const line = make("div");
        line.append(make("b", "", name + ": "), typeof value === "string" ? value : JSON.stringify(value));
        cell.append(line);
      }
      row.append(make("th", "", type), cell, make("td", "kind", paired ? kind : ""));
      table.append(row);
    }
    return table;
  }

  function show(index) {
    if (index < 0 || index >= content.documents.length) return;
    current = index;
    const page = content.documents[index];
    const characters = Array.from(page.text);
    const sides = make("div", "sides");
    page.sides.forEach((side, number) => {
      const node = make("section", "side");
      node.append(make("h2", "", content.names[number]), textWith(characters, side.entities));
      if (side.relations.length) node.append(make("h3", "", "relations"), relationTable(side, characters, node));
      if (side.records.length) node.append(make("h3", "", "records"), recordTable(side));
      sides.append(node);
    });
    const heading = make("h2", "", page.id + (page.published ? ` · ${page.published}` : ""));
    byId("document").replaceChildren(heading, sides);
    byId("document").scrollTop = 0;
    refresh();
  }

  function refresh() {
    for (const node of document.querySelectorAll(".entity")) {
      node.classList.toggle("off", !isShown(node.dataset.label, node.dataset.kind));
    }
    for (const row of document.querySelectorAll("main tr")) {
      row.hidden = paired && !shownKinds.has(row.dataset.kind);
    }
    document.querySelectorAll("#documents li").forEach((item, index) => {
      const button = item.firstChild;
      button.setAttribute("aria-current", String(index === current));
      const { counts } = content.documents[index];
      const errors = content.kinds.filter((kind) => kind !== "right" && shownKinds.has(kind));
      const number = errors.reduce((sum, kind) => sum + (counts[kind] || 0), 0);
      if (paired) button.lastChild.textContent = number || "";
      item.hidden = paired && errors.length > 0 && !shownKinds.has("right") && number === 0;
    });
    byId("position").textContent = `${current + 1} / ${content.documents.length}`;
    const active = document.querySelector('#documents [aria-current="true"]');
    if (active) active.scrollIntoView({ block: "nearest" });
  }

  function step(by) {
    const items = [...document.querySelectorAll("#documents li")];
    for (let index = current + by; index >= 0 && index < items.length; index += by) {
      if (!items[index].hidden) return go(index);
    }
  }

  const go = (index) => { location.hash = String(index + 1); };
  const fromHash = () => show(Math.max(0, (parseInt(location.hash.slice(1), 10) || 1) - 1));

  byId("title").textContent = document.title = content.title;
  chips(byId("labels"), content.labels, shownLabels, (swatch, label) => { swatch.style.background = colourOf.get(label); });
  if (paired) chips(byId("kinds"), content.kinds, shownKinds, (swatch, kind) => swatch.classList.add(classOf(kind)));
  content.documents.forEach((page, index) => {
    const item = make("li");
    const button = make("button");
    button.type = "button";
    button.append(make("span", "", page.id), make("span", "count"));
    button.addEventListener("click", () => go(index));
    item.append(button);
    byId("documents").append(item);
  });
  byId("previous").addEventListener("click", () => step(-1));
  byId("next").addEventListener("click", () => step(1));
  window.addEventListener("hashchange", fromHash);
  fromHash();
})();
