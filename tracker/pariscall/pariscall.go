// Package pariscall is the Paris Call for Trust and Security in Cyberspace as data: what the Call says, and the entries
// that an empty ledger begins with, so that the list of any day since 2019-09-16 can be folded. The files in data/ are
// embedded, and read as package callfiles reads those of any call; README.md says where each fact comes from and how rows
// become entries.
package pariscall

import (
	"embed"
	"io/fs"
	"sync"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/callfiles"
)

// Slug names the Paris Call's ledger, and is the author of its first entries.
const Slug = "pariscall"

// gathered is when the data was collected: none of its dates is later, no matter what the clock says.
const gathered tracker.Day = "2026-01-31"

//go:embed data
var files embed.FS

// Folder is the folder. Its parts are read once, so they aren't to be changed.
var Folder = sync.OnceValues(func() (*callfiles.Folder, error) {
	data, err := fs.Sub(files, "data")
	if err != nil {
		return nil, err
	}
	return callfiles.Sound(data, Slug, gathered)
})

// Call reads what the Call says.
func Call() (*tracker.Call, error) {
	f, err := Folder()
	if err != nil {
		return nil, err
	}
	return f.Call, nil
}

// Entries are the first entries of an empty ledger, recorded at a moment.
func Entries(at time.Time) ([]tracker.Entry, error) {
	f, err := Folder()
	if err != nil {
		return nil, err
	}
	return f.Entries(at), nil
}
