/// The one stylesheet of the public pages: calm, readable at 320 pixels, in light and dark, by keyboard and in print.
enum Stylesheet {
    static let css = """
        :root {
            color-scheme: light dark;
            --ground: #fbfaf7;
            --text: #22262b;
            --soft: #565d66;
            --line: #d9d5cb;
            --accent: #0b5c6b;
        }
        @media (prefers-color-scheme: dark) {
            :root {
                --ground: #16191c;
                --text: #e7e5df;
                --soft: #a9b0b8;
                --line: #353b41;
                --accent: #7fd0de;
            }
        }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
        body {
            margin: 0 auto;
            max-width: 44rem;
            padding: 0 1rem 3rem;
            background: var(--ground);
            color: var(--text);
            font: 1.0625rem/1.6 system-ui, sans-serif;
            overflow-wrap: anywhere;
        }
        header, footer { padding: 1rem 0; color: var(--soft); font-size: 0.9375rem; }
        header { border-bottom: 1px solid var(--line); margin-bottom: 2rem; }
        footer { border-top: 1px solid var(--line); margin-top: 3rem; }
        header p, footer p { margin: 0; }
        .brand { color: var(--text); font-weight: 650; letter-spacing: 0.01em; }
        .kicker { margin: 0; color: var(--soft); font-size: 0.9375rem; }
        h1 { margin: 0.25rem 0 1rem; font-size: 1.75rem; line-height: 1.25; text-wrap: balance; }
        h2 { margin: 2rem 0 0.5rem; font-size: 1.1875rem; line-height: 1.35; }
        p { margin: 0 0 1rem; }
        code { font: 0.9375em ui-monospace, monospace; }
        a { color: var(--accent); text-underline-offset: 0.15em; }
        :focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: 2px; }
        .skip { position: absolute; left: -100vw; }
        .skip:focus { left: 1rem; top: 0.5rem; padding: 0.25rem 0.5rem; background: var(--ground); }
        dl { margin: 0; }
        dl div { padding: 0.75rem 0; border-top: 1px solid var(--line); }
        dt { color: var(--soft); }
        dd { margin: 0; }
        .why { display: block; color: var(--soft); font-size: 0.9375rem; }
        @media (min-width: 40rem) {
            dl div { display: grid; grid-template-columns: 1fr 1fr; gap: 0 1.5rem; }
        }
        @media print {
            body { max-width: none; background: none; }
            .skip { display: none; }
        }

        """
}
