// Saves forms while they are being filled in, and loses nothing.
//
// `data-autosave`: each change is posted to the form's own address; until the server has said "saved", a draft stays in
// this browser and is sent again, at growing intervals. `data-draft`: what is typed is only kept in this browser until
// the form is sent. Without this script every form still has its own button.

const words = document.getElementById("script-words")?.dataset ?? {};
const status = document.getElementById("save-status");
// Drafts are one person's; those of another, who was signed in here before, are removed.
const ALL = "candor-draft ";
const PREFIX = `${ALL}${words.person ?? ""} `;
const DAY = 24 * 60 * 60 * 1000;
const HIDDEN = new Set(["csrf", "once", "revision", "mark"]);

const say = (text) => { if (status && text && status.textContent !== text) status.textContent = text; };

// A browser may refuse storage; then the page itself is all there is, and it warns before it is left.
const storage = {
    read(key) { try { return JSON.parse(localStorage.getItem(PREFIX + key)); } catch { return null; } },
    write(key, value) { try { localStorage.setItem(PREFIX + key, JSON.stringify(value)); } catch { /* full or refused */ } },
    remove(key) { try { localStorage.removeItem(PREFIX + key); } catch { /* refused */ } },
    tidy(now) {
        try {
            for (const name of Object.keys(localStorage).filter((name) => name.startsWith(ALL))) {
                const draft = name.startsWith(PREFIX) ? storage.read(name.slice(PREFIX.length)) : null;
                if (!draft || now - draft.at > DAY) localStorage.removeItem(name);
            }
        } catch { /* refused */ }
    },
};

const typed = (form) => {
    const fields = {};
    for (const [name, value] of new FormData(form)) if (!HIDDEN.has(name)) fields[name] = value;
    return fields;
};
const same = (one, other) => {
    const names = new Set([...Object.keys(one), ...Object.keys(other)]);
    return [...names].every((name) => (one[name] ?? "") === (other[name] ?? ""));
};
const fill = (form, fields) => {
    for (const element of form.elements) {
        if (!element.name || HIDDEN.has(element.name) || !(element.name in fields)) continue;
        if (element.type === "radio" || element.type === "checkbox") element.checked = element.value === fields[element.name];
        else if (element.type !== "submit" && element.type !== "hidden") element.value = fields[element.name];
    }
};

/** One form with what the server has of it. */
class SavedForm {
    constructor(form) {
        this.form = form;
        this.key = form.getAttribute("action");
        this.saved = typed(form);
        this.marks = [];
        this.timer = 0;
        this.wait = 0;
        this.isStopped = false;
        this.inFlight = null;
        form.addEventListener("input", (event) => this.changed(event.target.type === "radio" ? 50 : 800));
        form.addEventListener("submit", (event) => {
            event.preventDefault();
            const button = event.submitter;
            this.save(button?.name === "mark" ? button.value : null, true);
        });
        this.restore();
    }

    get isDirty() { return this.marks.length > 0 || this.inFlight !== null || !same(typed(this.form), this.saved); }

    get revision() { return this.form.elements.namedItem("revision"); }

    changed(delay) {
        storage.write(this.key, { fields: typed(this.form), revision: this.revision.value, at: Date.now() });
        this.show(words.unsaved);
        // After a conflict the person decides; typing on must not decide for them.
        if (this.isStopped) return;
        this.later(delay);
    }

    later(delay) {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.send(), delay);
    }

    /** By hand: at once, and over whatever stopped the saving. */
    save(mark, byHand) {
        if (mark) this.marks.push(mark);
        if (byHand) this.isStopped = false;
        this.wait = 0;
        clearTimeout(this.timer);
        return this.send(byHand);
    }

    async send(byHand = false) {
        if (this.inFlight) return this.inFlight.then(() => (this.isDirty ? this.send(byHand) : undefined));
        const fields = typed(this.form);
        const mark = this.marks[0] ?? null;
        if (!mark && same(fields, this.saved) && !byHand) return undefined;
        this.show(words.saving);
        this.inFlight = this.post(fields, mark).finally(() => { this.inFlight = null; });
        return this.inFlight;
    }

    async post(fields, mark) {
        const body = new URLSearchParams(new FormData(this.form));
        for (const [name, value] of Object.entries(fields)) body.set(name, value);
        if (mark) body.set("mark", mark);
        let reply;
        try {
            reply = await fetch(this.form.action, {
                method: "POST", body, headers: { accept: "application/json" }, keepalive: body.toString().length < 60000,
                credentials: "same-origin", redirect: "error",
            });
        } catch {
            return this.again(words.retrying);
        }
        // Something on the way may answer with a page of its own.
        const answer = await reply.json().catch(() => null) ?? {};
        if (answer.state === "saved") {
            if (mark) this.marks.shift();
            this.accept(answer, fields);
            return undefined;
        }
        if (answer.state) {
            // Told plainly and kept: the person reads it and decides.
            if (mark) this.marks.shift();
            this.isStopped = true;
            if (answer.revision) this.revision.value = answer.revision;
            this.conflict([answer.text, answer.stored].filter(Boolean).join(" "));
            return undefined;
        }
        if (reply.status === 401 || (reply.status === 403 && await this.renew())) return this.again(words.signedOut);
        // What is refused once is refused again; only "later" and trouble of the server itself are worth another try.
        if (reply.status >= 400 && reply.status < 500 && reply.status !== 408 && reply.status !== 429) {
            if (mark) this.marks.shift();
            this.isStopped = true;
            this.conflict(answer.why || words.unsaved);
            return undefined;
        }
        return this.again(words.retrying);
    }

    /** Signed in again in another tab, this page's forms need the secret of the new sign-in. False: it has that already. */
    async renew() {
        try {
            const reply = await fetch(location.href, { headers: { accept: "text/html" }, credentials: "same-origin", redirect: "error" });
            const page = new DOMParser().parseFromString(await reply.text(), "text/html");
            const fresh = page.querySelector("input[name=csrf]")?.value;
            if (!reply.ok || !fresh || fresh === this.form.elements.namedItem("csrf").value) return false;
            for (const input of document.querySelectorAll("input[name=csrf]")) input.value = fresh;
        } catch { /* still signed out: the next try looks again */ }
        return true;
    }

    again(text) {
        this.wait = Math.min(30000, this.wait ? this.wait * 2 : 1500);
        this.show(text);
        say(text);
        this.later(this.wait);
    }

    accept(answer, fields) {
        this.wait = 0;
        this.saved = fields;
        this.conflict("");
        for (const item of answer.items ?? []) {
            const form = forms.get(item.id);
            // Only what this very save changed: whatever another tab did meanwhile still has to be noticed.
            if (form && item.revision) form.revision.value = item.revision;
        }
        if (same(typed(this.form), fields) && this.marks.length === 0) storage.remove(this.key);
        else this.later(0);
        this.show(answer.text);
        say(answer.text);
        document.dispatchEvent(new CustomEvent("candor-saved", { detail: answer }));
    }

    show(text) {
        const place = this.form.querySelector("[data-saved]");
        if (place && text) place.textContent = text;
    }

    conflict(text) {
        const place = this.form.querySelector("[data-conflict]");
        if (!place) return;
        place.hidden = !text;
        place.querySelector("p").textContent = text;
        if (text) { say(text); this.show(words.unsaved); }
    }

    /** A draft of before: taken up where the record is still as it was, shown beside it where not. */
    restore() {
        const draft = storage.read(this.key);
        if (!draft) return;
        if (same(draft.fields, this.saved)) { storage.remove(this.key); return; }
        fill(this.form, draft.fields);
        this.conflict(words.restored);
        if (draft.revision === this.revision.value) this.later(200);
        else this.isStopped = true;
    }
}

/** Text that has no place on the server before the form is sent. */
function keepDraft(form) {
    const key = form.getAttribute("action");
    const before = typed(form);
    const draft = storage.read(key);
    if (draft && !document.querySelector(".error-summary")) {
        fill(form, draft.fields);
        // What is sent must not lie hidden.
        for (const details of form.querySelectorAll("details")) {
            if ([...details.querySelectorAll("input, select, textarea")].some((field) => field.value)) details.open = true;
        }
    }
    let timer = 0;
    form.addEventListener("input", () => {
        clearTimeout(timer);
        timer = setTimeout(() => {
            storage.write(key, { fields: typed(form), at: Date.now() });
            say(words.kept);
        }, 400);
    });
    form.addEventListener("submit", () => { clearTimeout(timer); storage.write(key, { fields: typed(form), at: Date.now() }); });
    return before;
}

const forms = new Map();
storage.tidy(Date.now());
for (const sent of document.querySelectorAll("[data-drafts-sent]")) storage.remove(sent.dataset.draftsSent);
for (const form of document.querySelectorAll("form[data-autosave]")) {
    forms.set(form.closest("[data-item]")?.id ?? form.getAttribute("action"), new SavedForm(form));
}
for (const form of document.querySelectorAll("form[data-draft]")) keepDraft(form);

/** Saves whatever is not saved yet; true once everything is. */
export async function saveAll() {
    for (const form of forms.values()) if (form.isDirty && !form.isStopped) await form.send();
    return [...forms.values()].every((form) => !form.isDirty);
}
export const savedForm = (id) => forms.get(id);
export const hasUnsaved = () => [...forms.values()].some((form) => form.isDirty);

addEventListener("beforeunload", (event) => { if (hasUnsaved()) event.preventDefault(); });
addEventListener("pagehide", () => { for (const form of forms.values()) if (form.isDirty && !form.isStopped) form.send(); });
addEventListener("online", () => { for (const form of forms.values()) if (form.isDirty && !form.isStopped) form.save(null, false); });

// A link or button of this page waits for the saving, instead of asking whether to leave.
document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || link.target || event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey) return;
    if (!hasUnsaved() || link.getAttribute("href").startsWith("#")) return;
    event.preventDefault();
    await saveAll();
    location.assign(link.href);
});
for (const form of document.querySelectorAll("form:not([data-autosave], [data-draft])")) {
    form.addEventListener("submit", async (event) => {
        if (!hasUnsaved() || form.method === "dialog") return;
        event.preventDefault();
        const button = event.submitter;
        await saveAll();
        form.requestSubmit(button ?? undefined);
    }, { once: true });
}
