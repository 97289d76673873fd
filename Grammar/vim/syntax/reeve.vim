" Reeve: the colors of its own line editor
if exists('b:current_syntax') | finish | endif
syntax iskeyword @,48-57,_,-,.,@-@,+,/,192-255
syntax case match
syntax match reeveWord /\k\+/
syntax keyword reeveClause all and as because by cannot each else except for from has in includes including is not of or over since sort to until when where with without
" Behind `why` and `who` it is a verb, and a keyword of Vim's would come before that.
syntax match reeveClause /\k\@<!can\k\@!/
syntax match reeveVerb /\%(^\|[;{]\)\@<=\s*\%(act\|add\|assign\|at\|can\|change\|count\|define\|disable\|do\|enable\|expect\|for\|hand\|if\|invite\|let\|lock\|param\|print\|reassign\|remove\|rename\|reset\|show\|test\|unassign\|uninvite\|unlock\|use\|what\|where\|who\|why\)\k\@!/
syntax match reeveVerb /\k\@<!\%(\%(why\|who\)\s\+\)\@<=can\k\@!/
syntax match reeveVariable /\$\k\+/
syntax region reeveString start=/"/ skip=/\\./ end=/"/ oneline contains=reeveHole
syntax match reeveHole /{\$\k\+}/ contained
syntax match reeveComment /#.*$/ contains=@Spell
highlight default link reeveVerb Statement
highlight default link reeveClause Keyword
highlight default link reeveVariable Identifier
highlight default link reeveString String
highlight default link reeveHole Special
highlight default link reeveComment Comment
let b:current_syntax = 'reeve'
