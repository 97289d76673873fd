autocmd BufNewFile,BufRead *.reeve setfiletype reeve
