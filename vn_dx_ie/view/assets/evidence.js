// Lights the words that something rests on, and tells of them.

const HINT = "Choose a value or a relation to see the words that it comes from.";
let litBy = null;

// A button that lights `spans` in the text of its side, and puts the light out when chosen again.
function evidenceButton(className, spans, name, ...content) {
  const button = makeButton("", () => (litBy === button ? clearLight() : light(button, spans, name)), className);
  button.append(...content);
  button.setAttribute("aria-pressed", "false");
  return button;
}

function light(button, spans, name) {
  clearLight();
  litBy = button;
  button.setAttribute("aria-pressed", "true");
  const pieces = [...button.closest(".side").querySelectorAll(".piece")];
  for (const piece of pieces) {
    const place = Number(piece.dataset.start);
    piece.classList.toggle("lit", spans.some(({ start, end }) => start <= place && place < end));
  }
  const lit = pieces.filter((piece) => piece.classList.contains("lit"));
  if (lit.length) lit[0].scrollIntoView({ block: "center" });
  byId("told").textContent = `${name}: ${lit.length ? quoted(spans, shownCharacters()) : "no words of its own"}`;
  byId("back").hidden = byId("clear").hidden = false;
}

const quoted = (spans, characters) =>
  spans.map(({ start, end }) => `“${characters.slice(start, end).join("").trim()}”`).join(", ");

function clearLight() {
  document.querySelectorAll(".lit").forEach((piece) => piece.classList.remove("lit"));
  if (litBy) litBy.setAttribute("aria-pressed", "false");
  litBy = null;
  byId("told").textContent = HINT;
  byId("back").hidden = byId("clear").hidden = true;
}

function backToValue() {
  if (!litBy) return;
  litBy.scrollIntoView({ block: "center" });
  litBy.focus({ preventScroll: true });
}

// The focus goes back to where the light came from, where it was on a button that goes with the light.
function escapeLight() {
  const button = litBy;
  const lost = [byId("back"), byId("clear")].includes(document.activeElement);
  clearLight();
  if (button && lost) button.focus();
}
