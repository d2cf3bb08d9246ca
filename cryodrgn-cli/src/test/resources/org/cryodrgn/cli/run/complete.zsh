# An interactive zsh in which someone sources a completion ($1), types a line ($2) and presses the
# tabulator twice. Ends when it shows what is expected ($3, a pattern).
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "autoload -U +X compinit && compinit -u -D; . $1; print READ''Y"
zpty -r -m shell shown '*READY*'
zpty -w -n shell "$2"$'\t\t'
zpty -r -m shell shown "$3"
zpty -d shell
