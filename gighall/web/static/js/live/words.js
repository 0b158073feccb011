// Words as people write them in a chat: code between backticks, links to the hall itself. The server prints the
// same from `gighall/web/shared/words.py`; a test holds the two against each other.

// A block of code with the line ends around it, code in a line, or an address; in ASCII, so that both engines read it alike.
const SHAPE = /\n?```(?:[A-Za-z0-9_+#.-]*\n)?([\s\S]+?)\n?```\n?|`([^`\n]+)`|https?:\/\/[!#-&(-;=?-_a-~]+/g;
const SENTENCE_END = /[.,;:!?)]+$/;

/** Cut words into {text, form, href}: form is "", "code", "block" or "link". */
export function shaped(words, origins) {
  const pieces = [];
  let position = 0;
  for (const match of words.matchAll(SHAPE)) {
    let piece;
    let end = match.index + match[0].length;
    if (match[1] !== undefined) piece = { text: match[1], form: "block", href: "" };
    else if (match[2] !== undefined) piece = { text: match[2], form: "code", href: "" };
    else {
      const address = match[0].replace(SENTENCE_END, "");
      if (!origins.some((own) => address === own || address.startsWith(`${own}/`))) continue;
      piece = { text: address, form: "link", href: address };
      end = match.index + address.length;
    }
    if (match.index > position) pieces.push({ text: words.slice(position, match.index), form: "", href: "" });
    pieces.push(piece);
    position = end;
  }
  if (position < words.length) pieces.push({ text: words.slice(position), form: "", href: "" });
  return pieces;
}

/** Return the node that shows a piece. */
export function nodeOf({ text, form, href }) {
  if (form === "") return document.createTextNode(text);
  const element = document.createElement(form === "link" ? "a" : "code");
  if (form === "link") element.href = href;
  else element.className = form === "block" ? "entry__code entry__code--block" : "entry__code";
  element.textContent = text;
  return element;
}
