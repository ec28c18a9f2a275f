// A link may bring the outcome behind "#", which browsers do not send: it goes into the field, and is checked by a click.
const carried = location.hash.slice(1).replace(/^token=/, "");
const field = document.getElementById("token");

if (field && field.value.trim() === "" && /^[\w-]+\.[\w-]+\.[\w-]+$/.test(carried)) {
    field.value = carried;
    // Neither the history nor the address bar of a shared device need keep it.
    history.replaceState(null, "", location.pathname);
    field.form.querySelector("button").focus();
}
