" Reeve: comments, two blanks of indent, `:make` by `reeve check`, `=` by `reeve fmt`
if exists('b:did_ftplugin') | finish | endif
let b:did_ftplugin = 1
setlocal commentstring=#\ %s comments=:# formatoptions-=t formatoptions+=croql
setlocal expandtab shiftwidth=2 softtabstop=2 iskeyword+=-,.,@-@,+,/
setlocal makeprg=reeve\ check\ %:S equalprg=reeve\ fmt\ -
setlocal errorformat=%Eerror[%*[^]]]:\ %m,%Wwarning[%*[^]]]:\ %m,%C\ %#-->\ %f:%l:%c,%-G%.%#
let b:undo_ftplugin = 'setlocal commentstring< comments< formatoptions< expandtab< shiftwidth< softtabstop< iskeyword< makeprg< equalprg< errorformat<'
