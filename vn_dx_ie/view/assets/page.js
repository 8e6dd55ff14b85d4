// The page: what is shown of which document, and going from one to the next.

const content = JSON.parse(byId("data").textContent);
const paired = content.names.length > 1;
const shownLabels = new Set(content.labels);
const shownKinds = new Set(content.kinds);
const COLOURS = 10;
let current = -1;

const colourOf = (label) => `var(--c${content.labels.indexOf(label) % COLOURS})`;
const kindOf = (side, layer, index) => (side.kinds ? side.kinds[layer][index] : "plain");
const isShown = (label, kind) => shownLabels.has(label) && (!paired || shownKinds.has(kind));
const shownPage = () => content.documents[current];
const shownCharacters = () => Array.from(shownPage().text);

function addChips(parent, values, shown, mark) {
  for (const value of values) {
    const box = make("input");
    Object.assign(box, { type: "checkbox", checked: true, value });
    box.addEventListener("change", () => {
      if (box.checked) shown.add(value); else shown.delete(value);
      refresh();
    });
    const swatch = make("span", "swatch");
    mark(swatch, value);
    parent.append(make("label", "", box, swatch, value));
  }
}

const addLabels = (labels) =>
  addChips(byId("labels"), labels, shownLabels, (swatch, label) => { swatch.style.background = colourOf(label); });

function addToList(page, index) {
  const button = makeButton("", () => go(index));
  button.append(make("span", "", page.name), make("span", "count"));
  byId("documents").append(make("li", "", button));
}

// Adds a document that came later than the page, with whatever labels it has, and shows it.
function addDocument(page) {
  const labels = new Set(page.sides.flatMap((side) => side.entities.map((entity) => entity.label)));
  const fresh = [...labels].filter((label) => !content.labels.includes(label));
  content.labels.push(...fresh);
  fresh.forEach((label) => shownLabels.add(label));
  addLabels(fresh);
  content.documents.push(page);
  addToList(page, content.documents.length - 1);
  go(content.documents.length - 1);
}

function sideNode(page, side, number, characters) {
  const findings = make("div", "findings", downloadButtons(number));
  if (side.records.length) {
    findings.append(make("h4", "", "Records"), make("div", "records", recordCards(side), recordTables(page, side)));
  }
  if (side.relations.length) findings.append(make("h4", "", "Relations"), relationTable(side, characters));
  const node = make("section", paired ? "side" : "side alone-side", textWith(characters, side), findings);
  node.setAttribute("aria-label", content.names[number]);
  if (paired) node.prepend(make("h3", "", content.names[number]));
  return node;
}

function show(index) {
  document.body.classList.toggle("alone", content.documents.length < 2);
  if (!content.documents[index]) return;
  current = index;
  clearLight();
  const page = shownPage();
  const sides = page.sides.map((side, number) => sideNode(page, side, number, shownCharacters()));
  const heading = make("h2", "", page.name + (page.published ? ` · ${page.published}` : ""));
  byId("document").replaceChildren(heading, make("div", "sides", ...sides));
  byId("document").scrollTop = 0;
  refresh();
}

function refresh() {
  const asTables = byId("layout").querySelector("input:checked").value === "tables";
  document.querySelectorAll(".cards").forEach((node) => { node.hidden = asTables; });
  document.querySelectorAll(".record-tables").forEach((node) => { node.hidden = !asTables; });
  for (const node of document.querySelectorAll(".entity")) {
    node.classList.toggle("off", !isShown(node.dataset.label, node.dataset.kind));
  }
  for (const node of document.querySelectorAll(".finding")) {
    node.hidden = paired && !shownKinds.has(node.dataset.kind);
  }
  document.querySelectorAll("#documents li").forEach(refreshItem);
  byId("position").textContent = `${current + 1} / ${content.documents.length}`;
  const active = document.querySelector('#documents [aria-current="true"]');
  if (active) active.scrollIntoView({ block: "nearest" });
}

function refreshItem(item, index) {
  const button = item.firstChild;
  button.setAttribute("aria-current", String(index === current));
  if (!paired) return;
  const { counts } = content.documents[index];
  const errors = content.kinds.filter((kind) => kind !== "right" && shownKinds.has(kind));
  const number = errors.reduce((sum, kind) => sum + (counts[kind] || 0), 0);
  button.lastChild.textContent = number || "";
  item.hidden = errors.length > 0 && !shownKinds.has("right") && number === 0;
}

function step(by) {
  const items = [...document.querySelectorAll("#documents li")];
  for (let index = current + by; index >= 0 && index < items.length; index += by) {
    if (!items[index].hidden) return go(index);
  }
}

function go(index) {
  if (location.hash === `#${index + 1}`) show(index);
  else location.hash = String(index + 1);
}

// An address that names no document, such as that of the link to the document itself, changes nothing.
function showFromHash() {
  const number = parseInt(location.hash.slice(1), 10);
  if (number || current < 0) show(Math.max(0, (number || 1) - 1));
}

byId("title").textContent = document.title = content.title;
byId("told").textContent = HINT;
addLabels(content.labels);
byId("kinds").hidden = !paired;
if (paired) addChips(byId("kinds"), content.kinds, shownKinds, (swatch, kind) => swatch.classList.add(classOf(kind)));
content.documents.forEach(addToList);
byId("previous").addEventListener("click", () => step(-1));
byId("next").addEventListener("click", () => step(1));
byId("layout").addEventListener("change", () => { clearLight(); refresh(); });
byId("back").addEventListener("click", backToValue);
byId("clear").addEventListener("click", escapeLight);
document.addEventListener("keydown", (event) => { if (event.key === "Escape") escapeLight(); });
window.addEventListener("hashchange", showFromHash);
showFromHash();
