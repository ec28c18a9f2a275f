// Offers the device's own time zone, where it is another than the page's. The page works without: zones can be chosen there.
const place = document.querySelector("[data-zone]");
const offer = document.getElementById("zone-device");
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

function offset(name) {
    const parts = new Intl.DateTimeFormat("en", { timeZone: name, timeZoneName: "longOffset" }).formatToParts(new Date());
    return parts.find((part) => part.type === "timeZoneName")?.value;
}

function differs(other) {
    try {
        return zone !== other && offset(zone) !== offset(other);
    } catch {
        // A zone that this browser does not know: no offer is better than a wrong one.
        return false;
    }
}

if (place && offer && zone && differs(place.dataset.zone)) {
    const address = new URL(location.href);
    address.searchParams.delete("city");
    address.searchParams.delete("done");
    address.searchParams.set("zone", zone);
    const link = document.createElement("a");
    link.href = address.pathname + address.search;
    const name = zone.split("/").pop().replaceAll("_", " ");
    link.textContent = offer.dataset.words.replace("%", name);
    // In place of words of about the same length, so that nothing moves.
    offer.replaceChildren(link);
}
