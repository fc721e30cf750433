// What the page does better with a script: answers that arrive in place, evidence beside them, a
// counter, copying. Without it every form and link below still works as a whole page.

const byId = (id) => document.getElementById(id);
const policy = window.trustedTypes?.createPolicy("answers", { createHTML: (html) => html });
const trusted = (html) => (policy ? policy.createHTML(html) : html);

const canCopy = Boolean(navigator.clipboard?.write && window.ClipboardItem);

/* The server's HTML: templates of ours in which everything is escaped. */
function pieceOf(html) {
  const template = document.createElement("template");
  template.innerHTML = trusted(html);
  offerCopying(template.content);
  return template.content;
}

/* Without a script, or a connection that a browser trusts, these buttons can only save a file. */
function offerCopying(part) {
  if (!canCopy) return;
  for (const button of part.querySelectorAll("[data-copy]")) {
    button.textContent = button.textContent.replace("Download", "Copy");
  }
}

function tell(words) {
  const told = byId("told");
  if (told) told.textContent = words;
}

/* ---- server-sent events over fetch ---- */

async function* eventsOf(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let waiting = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    waiting += value;
    const blocks = waiting.split("\n\n");
    waiting = blocks.pop();
    for (const block of blocks) {
      const name = block.match(/^event: (.*)$/m);
      const data = block.match(/^data: (.*)$/m);
      if (name && data) yield { name: name[1], data: JSON.parse(data[1]) };
    }
  }
}

/* ---- the conversation ---- */

const conversation = byId("conversation");
const askForm = byId("ask");
const KEPT = "conversation";
const REMEMBERED = 20;
let asking = null; // what can stop the question that is being answered

function turnsBefore(turn) {
  const isBefore = (one) => !turn || one.compareDocumentPosition(turn) & Node.DOCUMENT_POSITION_FOLLOWING;
  const answered = [...conversation.querySelectorAll(".turn[data-done]")].filter(isBefore);
  return answered.map((one) => one.dataset.asked).slice(-REMEMBERED);
}

function newTurn(number, question) {
  const turn = document.createElement("article");
  turn.className = "turn";
  turn.id = `turn-${number}`;
  turn.dataset.asked = question;
  const heading = document.createElement("h2");
  heading.className = "question";
  heading.textContent = question;
  turn.append(heading);
  conversation.append(turn);
  return turn;
}

const numberOf = (turn) => Number(turn.id.slice(5));

function showWorking(turn) {
  const line = document.createElement("p");
  line.className = "working";
  line.textContent = "Searching the reports …";
  turn.append(line);
}

function keep() {
  const kept = [...conversation.querySelectorAll(".turn[data-done]")].map((turn) => ({
    number: numberOf(turn), question: turn.dataset.asked, html: turn.innerHTML,
  }));
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(kept));
  } catch {
    /* a full or closed store: the conversation lasts as long as the page */
  }
}

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
  } catch {
    return []; /* nothing readable was kept */
  }
}

/* What was asked before, around the turn that the server may have answered as a whole page. */
function restore() {
  const answered = conversation.querySelector(".turn");
  const before = kept().filter(({ number }) => !answered || number !== numberOf(answered));
  for (const { number, question, html } of before) {
    const turn = newTurn(number, question);
    turn.replaceChildren(pieceOf(html));
    turn.dataset.done = "";
    if (answered && number < numberOf(answered)) answered.before(turn);
  }
  const turns = [...conversation.querySelectorAll(".turn")];
  if (!turns.length) return;
  conversation.dataset.next = Math.max(...turns.map(numberOf)) + 1;
  underWay();
  if (!answered) return;
  answered.dataset.done = "";
  if (before.length) conversation.querySelector(".earlier")?.remove();
  keep();
  arrive(answered);
}

/* A question asked on another page goes on with the conversation of this tab. */
function joinConversation(form) {
  const before = kept().sort((one, other) => one.number - other.number);
  const turn = before.length ? before.at(-1).number + 1 : 1;
  const fields = [["turn", turn], ...before.slice(-REMEMBERED).map(({ question }) => ["history", question])];
  for (const field of form.querySelectorAll(".joined")) field.remove();
  for (const [name, value] of fields) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", className: "joined", name, value });
    form.append(field);
  }
}

function underWay() {
  byId("first-visit")?.setAttribute("hidden", "");
  byId("restart")?.removeAttribute("hidden");
  document.querySelector("h1")?.classList.add("under-way");
  const label = document.querySelector('label[for="question"]');
  if (label) label.textContent = "Ask another question";
  const hint = byId("question-hint");
  if (hint) hint.textContent = "It may lean on what was asked before: “and in 2019?”";
}

function fieldsOf(form, button) {
  const fields = new FormData(form, button);
  fields.delete("history");
  return fields;
}

async function ask(form, button) {
  const fields = fieldsOf(form, button);
  const question = (fields.get("question") ?? "").trim();
  clearWrong();
  const again = form.closest(".turn");
  const number = again ? numberOf(again) : Number(conversation.dataset.next);
  fields.set("question", question);
  fields.set("turn", number);
  for (const earlier of turnsBefore(again)) fields.append("history", earlier);
  if (again?.contains(openedFrom)) closeEvidence();
  const turn = again ?? newTurn(number, question);
  const putBack = again ? [...turn.childNodes] : null;
  if (!again) conversation.dataset.next = number + 1;
  asking?.abort();
  const stopping = (asking = new AbortController());
  delete turn.dataset.done;
  turn.setAttribute("aria-busy", "true");
  showWorking(turn);
  tell("Searching the reports");
  try {
    const response = await fetch("/", {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { Accept: "text/event-stream" },
      signal: stopping.signal,
    });
    if (response.status === 401) return location.assign("/sign-in");
    if (!response.headers.get("Content-Type")?.startsWith("text/event-stream")) throw await told(response);
    for await (const { name, data } of eventsOf(response)) {
      if (name !== "wrong") {
        show(turn, form, name, data);
        continue;
      }
      giveUp(turn, number, putBack);
      showWrong(data);
    }
  } catch (error) {
    if (stopping.signal.aborted) return giveUp(turn, number, putBack);
    turn.querySelector(".working")?.remove();
    fail(turn, wordsOf(error));
  } finally {
    turn.removeAttribute("aria-busy");
    if (asking === stopping) asking = null;
  }
}

/* The turn as it was before it was asked: none, or what an earlier asking answered. */
function giveUp(turn, number, putBack) {
  if (putBack) {
    turn.replaceChildren(...putBack);
    turn.dataset.done = "";
    return;
  }
  turn.remove();
  if (Number(conversation.dataset.next) === number + 1) conversation.dataset.next = number;
}

class Problem extends Error {}

const wordsOf = (error) => (error instanceof Problem ? error.message : "The service cannot be reached. Try again.");

async function told(response) {
  const problem = await response.json().catch(() => ({}));
  return new Problem(problem.detail ?? "Something went wrong. Try again.");
}

function show(turn, form, name, data) {
  if (name === "replace") {
    byId(data.into).replaceChildren(pieceOf(data.html));
    underWay();
  } else if (name === "append") {
    byId(data.into).append(pieceOf(data.html));
  } else if (name === "remove") {
    byId(data.id)?.remove();
  } else if (name === "done") {
    turn.dataset.done = "";
    if (form === askForm) {
      askForm.elements.question.value = "";
      count();
    }
    tell(data.said);
    arrive(turn);
    document.title = `${turn.dataset.asked.slice(0, 70)} – ${document.title.split(" – ").pop()}`;
    keep();
  }
}

function arrive(turn) {
  // Without a sentence the answer is the box that says why there is none.
  const place = turn.querySelector(".sentence") ? byId(`${turn.id}-answer`) : turn.querySelector(".status");
  place.focus({ preventScroll: true });
  turn.scrollIntoView({ block: "start" });
}

function fail(turn, words) {
  const line = document.createElement("p");
  line.className = "error";
  line.setAttribute("role", "alert");
  line.textContent = words;
  turn.append(line);
}

/* As the whole page does it: a summary on top, the message beside its field, "Error" in the title. */
function showWrong({ field, summary, message }) {
  const wrong = byId(field);
  byId("main-content").prepend(pieceOf(summary));
  wrong.before(pieceOf(message));
  wrong.setAttribute("aria-invalid", "true");
  wrong.setAttribute("aria-describedby", `${wrong.getAttribute("aria-describedby") ?? ""} ${field}-error`.trim());
  wrong.closest(".field")?.classList.add("field-wrong");
  wrong.closest("details")?.setAttribute("open", "");
  document.title = `Error: ${document.title}`;
  tell("");
  document.querySelector(".error-summary").focus();
}

function clearWrong() {
  document.title = document.title.replace(/^Error: /, "");
  document.querySelector(".error-summary")?.remove();
  for (const message of askForm.querySelectorAll(".error")) message.remove();
  for (const field of askForm.querySelectorAll(".field-wrong")) field.classList.remove("field-wrong");
  for (const wrong of askForm.querySelectorAll("[aria-invalid]")) {
    wrong.removeAttribute("aria-invalid");
    const ids = wrong.getAttribute("aria-describedby").split(" ").filter((id) => !id.endsWith("-error"));
    wrong.setAttribute("aria-describedby", ids.join(" "));
  }
}

/* ---- the counter ---- */

let counting = 0;

function count() {
  const limit = Number(askForm.dataset.limit);
  const left = limit - [...askForm.elements.question.value].length;
  const amount = Math.abs(left);
  const characters = `${amount.toLocaleString("en-GB")} ${amount === 1 ? "character" : "characters"}`;
  const words = left < 0 ? `You have ${characters} too many` : `You have ${characters} left`;
  byId("question-count").textContent = left === limit
    ? `You can enter up to ${limit.toLocaleString("en-GB")} characters` : words;
  clearTimeout(counting);
  // A screen reader is told when typing pauses, and only once the end comes near.
  if (left < limit / 10) counting = setTimeout(() => { byId("question-count-told").textContent = words; }, 1000);
}

/* ---- evidence beside the answer ---- */

const panel = byId("evidence");
const narrow = matchMedia("(max-width: 63.99rem)");
narrow.addEventListener("change", () => { if (panel && !panel.hidden) alone(narrow.matches); });
let openedFrom = null;

async function openEvidence(link) {
  const address = new URL(link.href);
  address.searchParams.set("part", "evidence");
  let html;
  try {
    const response = await fetch(address);
    if (!response.ok || response.redirected) return location.assign(link.href);
    html = await response.text();
  } catch {
    return location.assign(link.href);
  }
  if (!panel.contains(link)) {
    openedFrom?.removeAttribute("aria-current");
    openedFrom = link;
    if (link.classList.contains("marker")) link.setAttribute("aria-current", "true");
  }
  const close = document.createElement("button");
  close.type = "button";
  close.className = "button-quiet evidence-close";
  close.textContent = "Close";
  close.addEventListener("click", closeEvidence);
  panel.replaceChildren(close, pieceOf(html));
  panel.hidden = false;
  panel.parentElement.classList.add("has-evidence");
  alone(narrow.matches);
  panel.scrollTop = 0;
  panel.querySelector(".evidence-title").focus({ preventScroll: true });
}

/* Over the whole of a small screen the panel stands alone: nothing behind it takes the focus. */
function alone(is) {
  for (const behind of document.querySelectorAll(".masthead, .talk, .footer")) behind.inert = is;
  document.body.classList.toggle("evidence-open", is);
}

function closeEvidence() {
  alone(false);
  panel.hidden = true;
  panel.replaceChildren();
  panel.parentElement.classList.remove("has-evidence");
  openedFrom?.removeAttribute("aria-current");
  openedFrom?.focus();
  openedFrom = null;
}

/* ---- taking an answer along ---- */

async function exported(form, button) {
  const fields = new FormData(form, button);
  const response = await fetch(form.action, { method: "POST", body: new URLSearchParams(fields) });
  if (!response.ok) throw await told(response);
  return response;
}

async function copy(form, button) {
  const said = form.querySelector(".copied");
  const text = exported(form, button).then((response) => response.blob());
  const plain = text.then((blob) => new Blob([blob], { type: "text/plain" }));
  try {
    // The promise is given to the clipboard at once: a wait in between would lose the permission.
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": plain })]);
    said.textContent = "Copied";
  } catch {
    said.textContent = await text.then(() => "Copying was not allowed", wordsOf);
  }
}

/* ---- joined up ---- */

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches(".ask-about")) joinConversation(form);
  if (!conversation) return;
  if (form.matches(".ask, .ask-again, .examples")) {
    event.preventDefault();
    ask(form, event.submitter);
  } else if (form.matches(".exports") && event.submitter?.hasAttribute("data-copy") && canCopy) {
    event.preventDefault();
    copy(form, event.submitter);
  } else if (form.matches(".start-again")) {
    sessionStorage.removeItem(KEPT);
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-stop]")) {
    asking?.abort();
    tell("Stopped");
    askForm.elements.question.focus();
    return;
  }
  const link = event.target.closest("a[data-evidence]");
  if (!link || !panel || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  event.preventDefault();
  openEvidence(link);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && panel && !panel.hidden) closeEvidence();
  const enters = event.key === "Enter" && !event.shiftKey && !event.isComposing;
  if (enters && event.target.id === "question") {
    event.preventDefault();
    askForm.requestSubmit();
  }
});

if (conversation) {
  offerCopying(conversation);
  restore();
  askForm.elements.question.addEventListener("input", count);
}
document.querySelector("[data-focus]")?.focus();
