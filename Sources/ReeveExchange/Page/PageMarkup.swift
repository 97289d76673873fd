/// The page without what it tells. Nothing that came from a script or a store is part of it.
///
/// - Parameters:
///   - style: the hash of the page's style, in Base64.
///   - script: that of its script.
func pageTop(style: String, script: String) -> String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-\(style)'; \
    script-src 'sha256-\(script)'; base-uri 'none'; form-action 'none'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="referrer" content="no-referrer">
    <meta name="generator" content="reeve export html">
    <title>Access</title>
    <style>\(pageStyle)</style>
    </head>
    <body>
    <a class="skip" id="skip" href="#main">To the content</a>
    <header>
    <div class="band">
    <div class="title"><h1>Access</h1><p id="about"></p></div>
    <nav aria-label="Views"><ul>
    <li><a href="#overview">Overview</a></li>
    <li><a href="#users">Users</a></li>
    <li><a href="#customers">Customers</a></li>
    <li><a href="#roles">Roles</a></li>
    <li><a href="#findings">To look at</a></li>
    <li><a href="#timeline">Timeline</a></li>
    </ul></nav>
    </div>
    </header>
    <main id="main" class="band" tabindex="-1"><noscript><p>This page needs the script it brings along; it fetches \
    nothing. The same as a table: <code>reeve export review</code>.</p></noscript></main>
    <p class="unseen" id="said" role="status" aria-live="polite"></p>
    <footer><div class="band">Made by <code>reeve export html</code>. It shows one moment, and asks nobody.\
    <span class="screen"> Press <kbd>/</kbd> to search.</span></div></footer>

    """
}
