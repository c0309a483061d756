package bolt_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"rollcall/tracker/bolt"
	"rollcall/tracker/ledgertest"
	"rollcall/tracker/pariscall"
	"rollcall/tracker/testrun"
)

// The layout of a bbolt file: pages of this size, each beginning with its number, its kind and how much it has. The
// numbers are in the machine's own order.
var pageSize = os.Getpagesize()

const (
	pageHeader = 16
	branchPage = 0x01
	leafPage   = 0x02
)

func kind(page []byte) uint16  { return binary.NativeEndian.Uint16(page[8:]) }
func count(page []byte) uint16 { return binary.NativeEndian.Uint16(page[10:]) }

// ledgerLeaves are the places of the pages that hold the most of a ledger.
func ledgerLeaves(content []byte) (at []int) {
	for p := 2 * pageSize; p+pageSize <= len(content); p += pageSize {
		if page := content[p:]; kind(page) == leafPage && count(page) > 3 && bytes.Contains(page[:pageSize], []byte(`"seq":`)) {
			at = append(at, p)
		}
	}
	return at
}

func branches(content []byte) (at []int) {
	for p := 2 * pageSize; p+pageSize <= len(content); p += pageSize {
		if page := content[p:]; kind(page) == branchPage && count(page) > 0 && int(binary.NativeEndian.Uint64(page)) == p/pageSize {
			at = append(at, p)
		}
	}
	return at
}

// grown is a database that was written to many times, so that its pages are in no order.
func grown(t *testing.T) (path string) {
	t.Helper()
	path, entries := paris(t)
	db, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	next := entries[len(entries)-1].Seq + 1
	for range 40 {
		if err := db.Ledger(pariscall.Slug).Append(t.Context(), ledgertest.Numbered(next, 5)...); err != nil {
			t.Fatal(err)
		}
		next += 5
	}
	return path
}

func TestAFileCutOffAnywhereIsAnErrorOrReadsWhole(t *testing.T) {
	path, want := paris(t)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	var lengths []int
	for at := 0; at <= len(whole); at += pageSize {
		lengths = append(lengths, at-1, at, at+1)
	}
	for range 150 {
		lengths = append(lengths, rng.IntN(len(whole)))
	}
	lengths = slices.DeleteFunc(lengths, func(n int) bool { return n < 0 || n > len(whole) })
	if !testrun.Long() {
		lengths = slices.DeleteFunc(lengths, func(n int) bool { return rng.IntN(8) > 0 })
	}
	cut := filepath.Join(t.TempDir(), "cut.db")
	reads := 0
	for _, n := range lengths {
		if err := os.WriteFile(cut, whole[:n], 0o600); err != nil {
			t.Fatal(err)
		}
		db, err := bolt.Open(cut)
		if err == nil {
			got, readErr := readUnchecked(t.Context(), db)
			if err = readErr; err == nil {
				reads++
				if !reflect.DeepEqual(got, want) {
					t.Fatalf("cut off at %d of %d bytes, it reads %d entries that aren't all of them, and no error", n, len(whole), len(got))
				}
			}
			if closeErr := db.Close(); closeErr != nil {
				t.Errorf("cut off at %d bytes, it can't be closed: %v", n, closeErr)
			}
		}
		if err != nil && !strings.Contains(err.Error(), cut) {
			t.Errorf("cut off at %d bytes: %v doesn't name the file", n, err)
		}
		if got, err := os.ReadFile(cut); err != nil || !bytes.Equal(got, whole[:n]) {
			t.Fatalf("cut off at %d bytes, the file was changed (%v)", n, err)
		}
		if err := os.Remove(cut); err != nil {
			t.Fatal(err)
		}
	}
	if reads == 0 {
		t.Error("not even the whole file was read")
	}
}

// This test and those below it read in another process: if one dies, that is one failed case, not the end of all
// tests.
func TestACheckOfACutOffFileDoesNotCrash(t *testing.T) {
	path := grown(t)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(3, 4))
	var cases []damage
	for range 30 {
		n := 1 + rng.IntN(len(whole)/pageSize-1)
		cases = append(cases, damage{fmt.Sprintf("cut off at page %d", n), func([]byte) []byte { return whole[: n*pageSize : n*pageSize] }})
	}
	survives(t, whole, cases)
}

func TestFlippedBytesDoNotCrash(t *testing.T) {
	path, _ := paris(t)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(5, 6))
	var cases []damage
	flip := func(what string, at int) {
		mask := byte(1) << rng.IntN(8)
		if rng.IntN(2) == 0 {
			mask = byte(1 + rng.IntN(255))
		}
		cases = append(cases, damage{fmt.Sprintf("%s: byte %d changed by %#x", what, at, mask), func(c []byte) []byte { c[at] ^= mask; return c }})
	}
	anywhere, structure := testrun.Times(30, 10), testrun.Times(90, 20)
	for range anywhere {
		flip("anywhere", rng.IntN(len(whole)))
	}
	// The pointers hurt most: the heads of pages and the elements behind them.
	var pages []int
	for p := 0; p < len(whole); p += pageSize {
		if p < 8*pageSize || kind(whole[p:]) == branchPage {
			pages = append(pages, p)
		}
	}
	pages = append(pages, ledgerLeaves(whole)[:4]...)
	for range structure {
		flip("structure", pages[rng.IntN(len(pages))]+rng.IntN(pageHeader+8*16))
	}
	survives(t, whole, cases)
}

func TestPagesThatLeadAstrayDoNotCrash(t *testing.T) {
	path, _ := paris(t)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	inBranches := branches(whole)
	if len(inBranches) == 0 {
		t.Fatal("no page branches")
	}
	leaf := ledgerLeaves(whole)[3]
	point := func(to uint64) func([]byte) []byte {
		return func(c []byte) []byte {
			for _, p := range branches(c) {
				for i := range int(count(c[p:])) {
					binary.NativeEndian.PutUint64(c[p+pageHeader+i*16+8:], to)
				}
			}
			return c
		}
	}
	put32 := func(at int, v uint32) func([]byte) []byte {
		return func(c []byte) []byte { binary.NativeEndian.PutUint32(c[at:], v); return c }
	}
	survives(t, whole, []damage{
		{"branches that lead to a meta page", point(0)},
		{"branches that lead beyond the file", point(1 << 40)},
		{"branches that lead just beyond the file", point(uint64(len(whole)/pageSize) + 1)},
		{"branches that lead to one leaf", point(uint64(leaf / pageSize))},
		{"a leaf with 65,535 elements", func(c []byte) []byte { binary.NativeEndian.PutUint16(c[leaf+10:], 0xffff); return c }},
		{"a leaf that never ends", put32(leaf+12, 0xffffffff)},
		{"a key that is far away", put32(leaf+pageHeader+4, 0x7fffffff)},
		{"a key without end", put32(leaf+pageHeader+8, 0x7ffffff0)},
		{"a value without end", put32(leaf+pageHeader+12, 0x7ffffff0)},
		{"a value longer than memory", put32(leaf+pageHeader+12, 0xffffffff)},
		{"a value up to the file's end and beyond", put32(leaf+pageHeader+12, uint32(len(whole)))},
		{"an entry that is a bucket", put32(leaf+pageHeader, 1)},
	})
}

// Pages that form no tree would make bbolt recurse until the process dies.
func TestPagesThatFormNoTreeAreDamage(t *testing.T) {
	t.Parallel()
	whole, err := os.ReadFile(grown(t))
	if err != nil {
		t.Fatal(err)
	}
	const at, metaRoot, metaFreelist, metaPages = pageHeader, 16, 32, 40 // of what a meta page says
	put := binary.NativeEndian.PutUint64
	get := binary.NativeEndian.Uint64
	meta := whole[at:]
	if second := whole[pageSize+at:]; get(second[48:]) > get(meta[48:]) {
		meta = second
	}
	root, freelist, pages := get(meta[metaRoot:]), get(meta[metaFreelist:]), get(meta[metaPages:])
	free := get(whole[int(freelist)*pageSize+pageHeader:])
	// inMeta changes what both meta pages say, with the right checksum.
	inMeta := func(c []byte, field int, v uint64) []byte {
		for _, p := range []int{0, pageSize} {
			m := c[p+at : p+at+64]
			put(m[field:], v)
			sum := fnv.New64a()
			sum.Write(m[:56])
			put(m[56:], sum.Sum64())
		}
		return c
	}
	// The page where, by the root, the ledger begins: the one that branches into it.
	places := func(c []byte) (root0 []byte, branch int) {
		p := c[int(root)*pageSize : int(root+1)*pageSize]
		i := bytes.Index(p, []byte("ledger/"+pariscall.Slug))
		root0 = p[i+len("ledger/"+pariscall.Slug):]
		return root0, int(get(root0)) * pageSize
	}
	_, top := places(whole)
	branch := int(get(whole[top+pageHeader+8:])) * pageSize
	if kind(whole[top:]) != branchPage {
		t.Fatal("the ledger doesn't begin with a page that branches")
	}
	if kind(whole[branch:]) != branchPage || count(whole[branch:]) < 5 {
		t.Fatal("what the ledger begins with doesn't lead to one that branches")
	}
	child := func(c []byte, i int) []byte { return c[branch+pageHeader+i*16+8:] }
	to := func(i int, page uint64) func([]byte) []byte {
		return func(c []byte) []byte { put(child(c, i), page); return c }
	}
	// branching makes a page one that branches into another.
	branching := func(c []byte, id, into uint64, key []byte) {
		p := c[int(id)*pageSize : int(id+1)*pageSize]
		clear(p)
		put(p, id)
		binary.NativeEndian.PutUint16(p[8:], branchPage)
		binary.NativeEndian.PutUint16(p[10:], 1)
		binary.NativeEndian.PutUint32(p[pageHeader:], 16)
		binary.NativeEndian.PutUint32(p[pageHeader+4:], uint32(len(key)))
		put(p[pageHeader+8:], into)
		copy(p[pageHeader+16:], key)
	}
	first := binary.BigEndian.AppendUint64(nil, 1)
	cases := []damage{
		{"a branch that leads to itself", to(0, uint64(branch/pageSize))},
		{"a branch that leads to itself at its end", to(int(count(whole[branch:]))-1, uint64(branch/pageSize))},
		{"a branch below it that leads back", func(c []byte) []byte {
			branching(c, get(child(c, 0)), uint64(branch/pageSize), first)
			return c
		}},
		{"two branches that lead to each other", func(c []byte) []byte {
			branching(c, get(child(c, 0)), get(child(c, 1)), first)
			branching(c, get(child(c, 1)), get(child(c, 0)), first)
			return c
		}},
		{"a branch that leads to its parent", to(0, uint64(top/pageSize))},
		{"a branch that leads to the root", to(1, root)},
		{"a branch that leads to a meta page", to(1, 1)},
		{"a branch that leads to the list of free pages", to(1, freelist)},
		{"a branch that leads to a free page", to(1, free)},
		{"a branch that leads beyond the file", to(1, pages+1_000_000)},
		{"a branch that leads to the last number", to(1, 1<<64-1)},
		{"a branch that leads twice to one page", func(c []byte) []byte { return to(1, get(child(c, 2)))(c) }},
		{"children in disorder", func(c []byte) []byte {
			a, b := get(child(c, 1)), get(child(c, 2))
			return to(2, a)(to(1, b)(c))
		}},
		{"a ledger that begins with the root", func(c []byte) []byte { v, _ := places(c); put(v, root); return c }},
		{"a root beyond the file", func(c []byte) []byte { return inMeta(c, metaRoot, pages+1_000) }},
		{"a root beyond a file that says to be long", func(c []byte) []byte { return inMeta(inMeta(c, metaRoot, 1<<38), metaPages, 1<<39) }},
		{"a root with the last number", func(c []byte) []byte { return inMeta(c, metaRoot, 1<<64-1) }},
		{"a root that is a meta page", func(c []byte) []byte { return inMeta(c, metaRoot, 0) }},
		{"a root that is the list of free pages", func(c []byte) []byte { return inMeta(c, metaRoot, freelist) }},
		{"a file of no length", func(c []byte) []byte { return inMeta(c, metaPages, 0) }},
		{"more pages than there are numbers", func(c []byte) []byte { return inMeta(inMeta(c, metaRoot, 1<<63), metaPages, 1<<64-1) }},
		{"a list of free pages without end", func(c []byte) []byte {
			p := c[int(freelist)*pageSize:]
			binary.NativeEndian.PutUint16(p[10:], 0xffff)
			put(p[pageHeader:], 1<<38)
			return c
		}},
		{"a list of very many free pages", func(c []byte) []byte {
			p := c[int(freelist)*pageSize:]
			binary.NativeEndian.PutUint16(p[10:], 0xffff)
			put(p[pageHeader:], 1<<31)
			return c
		}},
		{"a list of many free pages", func(c []byte) []byte {
			binary.NativeEndian.PutUint16(c[int(freelist)*pageSize+10:], 0xfffe)
			return c
		}},
		{"a thousand branches one below the other", func(c []byte) []byte {
			last := uint64(len(c) / pageSize)
			c = append(c, make([]byte, 1_000*pageSize)...)
			for id := last; id < last+999; id++ {
				branching(c, id, id+1, first)
			}
			v, _ := places(c)
			branching(c, last+999, get(v), first)
			put(v, last)
			return inMeta(c, metaPages, last+1_000)
		}},
	}
	survives(t, whole, cases)
	if t.Failed() {
		return
	}
	path := filepath.Join(t.TempDir(), "damaged.db")
	for _, c := range cases {
		if err := os.WriteFile(path, c.to(bytes.Clone(whole)), 0o600); err != nil {
			t.Fatal(err)
		}
		if db, err := bolt.Open(path); !errors.Is(err, bolt.ErrDamaged) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: got %v, want ErrDamaged with the file's name", c.what, err)
			if err == nil {
				db.Close()
			}
		}
	}
}

// A damage is done to a file.
type damage struct {
	what string
	to   func(content []byte) []byte
}

// hang is how long reading may take; it takes a hundredth of it.
const hang = 10 * time.Second

// survives checks that another process that reads damaged files gets an error or entries for each, and that reading
// leaves them as they are.
func survives(t *testing.T, whole []byte, cases []damage) {
	t.Helper()
	dir := t.TempDir()
	var reader *child
	crashes := 0
	for i, c := range cases {
		if reader == nil {
			reader = start(t, "read", dir)
		}
		path := filepath.Join(dir, fmt.Sprint(i, ".db"))
		content := c.to(bytes.Clone(whole))
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := fmt.Fprintln(reader.in, path); err != nil {
			t.Fatal(err)
		}
		hangs := time.AfterFunc(hang, func() { _ = reader.cmd.Process.Kill() })
		answered := reader.out.Scan()
		if !hangs.Stop() {
			t.Errorf("%s: reading it took more than %v", c.what, hang)
		}
		if !answered {
			_ = reader.cmd.Wait()
			cause, _, _ := strings.Cut(reader.quiet.String(), "\ngoroutine")
			t.Errorf("%s: reading it crashed: %.300s", c.what, cause)
			reader = nil
			if crashes++; crashes == 5 {
				t.Fatal("and so on")
			}
		} else if said := reader.out.Text(); said != "error" && !strings.HasPrefix(said, "entries ") {
			t.Errorf("%s: reading it says %s", c.what, said)
		}
		if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, content) {
			t.Errorf("%s: reading changed the file (%v)", c.what, err)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
}
