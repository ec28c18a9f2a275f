// The mailed link's secret stands in the fragment, which browsers do not send. It is sent by a click and not at once,
// because scanners that look into mail open links, and would use it up or alarm somebody. Nothing on the page moves.
const form = document.getElementById("link-form");

function take() {
    const secret = location.hash.slice(1);
    if (/^lt_[0-9a-z]{8,}$/i.test(secret)) document.getElementById("link").value = secret;
}

take();
// A link that is pasted into the address of this very page loads nothing anew.
addEventListener("hashchange", take);
// Once it was used, the history of a shared device need not keep it; until then a reload must not lose it.
form.addEventListener("submit", () => history.replaceState(null, "", location.pathname));
