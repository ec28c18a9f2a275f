// Whoever signs out leaves no words about anybody in this browser.
try {
    for (const name of Object.keys(localStorage)) if (name.startsWith("candor-draft")) localStorage.removeItem(name);
} catch { /* refused: then nothing was stored either */ }
