/// The page's script, in one piece. It decides nothing, and makes no markup of text.
let pageScript = "\n" + [pageData, pageParts, pageViews, pageMore].joined(separator: "\n") + "\n"
