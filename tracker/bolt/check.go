package bolt

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"io"
	"math"
	"os"

	"go.etcd.io/bbolt"
)

// Check reads every key and value of the file. bbolt's own check runs in a goroutine of its own, where a fault of a
// damaged file would end the process.
func (d *DB) Check() error {
	return d.view(func(tx *bbolt.Tx) error {
		return tx.ForEach(func(name []byte, b *bbolt.Bucket) error {
			return b.ForEach(func(k, v []byte) error {
				if v == nil {
					return fmt.Errorf("%w: a bucket is in the bucket %q", ErrDamaged, name)
				}
				clear(append([]byte(nil), v...))
				return nil
			})
		})
	})
}

// The layout of a bbolt file. A page begins with its number (8 bytes), its kind (2), how many elements it has (2), and
// how many more pages it has (4); the elements follow, each with the distance from its own beginning to its key.
// Numbers are in the machine's own byte order.
const (
	headerSize  = 16
	elementSize = 16
	branchKind  = 0x01
	leafKind    = 0x02
	freeKind    = 0x10
	isBucket    = 0x01 // of an element of a leaf
	maxDepth    = 40   // more than a file of any size has

	// The first two pages say how long a page is and which one lists the free pages, and end with a checksum of it all.
	metaSize  = 64
	metaMagic = 0xED0CDAED
)

// checkFreePages refuses a list of free pages that is longer than its page, for which bbolt would ask for more memory
// than there is when it opens the file. The lock isn't held yet: whatever else it reads may be about to change.
func checkFreePages(file *os.File) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	pageSize := uint64(os.Getpagesize())
	for i := range uint64(2) {
		var meta [metaSize]byte
		if n, _ := file.ReadAt(meta[:], int64(i*pageSize+headerSize)); n < metaSize {
			continue // bbolt says what is wrong
		}
		sum := fnv.New64a()
		sum.Write(meta[:metaSize-8])
		if binary.NativeEndian.Uint32(meta[:]) != metaMagic || binary.NativeEndian.Uint64(meta[metaSize-8:]) != sum.Sum64() {
			continue
		}
		pageSize = uint64(binary.NativeEndian.Uint32(meta[8:]))
		id := binary.NativeEndian.Uint64(meta[32:])
		if pageSize == 0 || id >= uint64(info.Size())/pageSize {
			continue
		}
		var page [headerSize + 8]byte
		if _, err := file.ReadAt(page[:], int64(id*pageSize)); err != nil || binary.NativeEndian.Uint16(page[8:]) != freeKind {
			continue
		}
		// A count of all ones says that the first number is the count.
		count := uint64(binary.NativeEndian.Uint16(page[10:]))
		if count == math.MaxUint16 {
			count = binary.NativeEndian.Uint64(page[headerSize:])
		}
		length := (uint64(binary.NativeEndian.Uint32(page[12:])) + 1) * pageSize
		if id*pageSize+length > uint64(info.Size()) || count > length/8 {
			return fmt.Errorf("%w: it lists more free pages than it can", ErrDamaged)
		}
	}
	return nil
}

// A walk follows all pages that hold something, from the root on, in the file and not in memory, where a page that leads
// to itself would make bbolt recurse until the process dies.
type walk struct {
	tx       *bbolt.Tx
	file     io.ReaderAt
	pageSize int64
	seen     []bool           // of each page that is in use
	pages    [maxDepth][]byte // the ones being read, by depth
}

// checkPages refuses a file whose pages aren't a sound tree. The lock must be held and nothing be written meanwhile.
func checkPages(tx *bbolt.Tx, file *os.File) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	size := int64(tx.DB().Info().PageSize)
	if size < headerSize {
		return fmt.Errorf("%w: its pages can't be as small as it says", ErrDamaged)
	}
	w := &walk{tx: tx, file: file, pageSize: size, seen: make([]bool, min(max(tx.Size(), 0), info.Size())/size)}
	return w.tree(uint64(tx.Cursor().Bucket().Root()), 0, nil, nil, w.bucket)
}

// An element is what a page has at one place: a key, and a value or where to go on.
type element struct {
	key, value []byte
	bucket     bool
	child      uint64
}

// tree follows a page and all below it. Their keys are from low up to high, which nil leaves open. What is found under a
// key that stands for a bucket is for bucket to judge.
func (w *walk) tree(id uint64, depth int, low, high []byte, bucket func(element, int) error) error {
	page, err := w.read(id, depth)
	if err != nil {
		return err
	}
	all, leaf, err := elements(page)
	if err != nil {
		return err
	}
	for i, e := range all {
		next := high
		if i+1 < len(all) {
			next = all[i+1].key
		}
		switch {
		case low != nil && bytes.Compare(e.key, low) < 0 || next != nil && bytes.Compare(e.key, next) >= 0:
			err = fmt.Errorf("%w: page %d has its keys in disorder", ErrDamaged, id)
		case !leaf:
			err = w.tree(e.child, depth+1, e.key, next, bucket)
		case e.bucket:
			err = bucket(e, depth+1)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// bucket follows a bucket of the root: into its own pages, or into the one within its value.
func (w *walk) bucket(e element, depth int) error {
	none := func(element, int) error { return fmt.Errorf("%w: a bucket is in the bucket %q", ErrDamaged, e.key) }
	if len(e.value) < 16 {
		return fmt.Errorf("%w: the bucket %q is cut off", ErrDamaged, e.key)
	}
	if root := binary.NativeEndian.Uint64(e.value); root != 0 {
		return w.tree(root, depth, nil, nil, none)
	}
	all, leaf, err := elements(e.value[16:])
	if err != nil {
		return err
	}
	for i, in := range all {
		switch {
		case !leaf || i > 0 && bytes.Compare(all[i-1].key, in.key) >= 0:
			return fmt.Errorf("%w: the bucket %q is in disorder", ErrDamaged, e.key)
		case in.bucket:
			return none(in, depth)
		}
	}
	return nil
}

// read reads a page that was not read before, with its overflow pages.
func (w *walk) read(id uint64, depth int) ([]byte, error) {
	if depth >= maxDepth {
		return nil, fmt.Errorf("%w: page %d is %d pages deep", ErrDamaged, id, depth)
	}
	if id < 2 || id >= uint64(len(w.seen)) {
		return nil, fmt.Errorf("%w: there is no page %d", ErrDamaged, id)
	}
	page, err := w.readAt(id, 1, depth)
	if err != nil {
		return nil, err
	}
	more := uint64(binary.NativeEndian.Uint32(page[12:]))
	if got := binary.NativeEndian.Uint64(page); got != id || id+more >= uint64(len(w.seen)) {
		return nil, fmt.Errorf("%w: page %d isn't where it should be", ErrDamaged, id)
	}
	for p := id; p <= id+more; p++ {
		info, err := w.tx.Page(int(p))
		if err != nil {
			return nil, err
		}
		if w.seen[p] || info.Type == "free" {
			return nil, fmt.Errorf("%w: page %d is used twice", ErrDamaged, p)
		}
		w.seen[p] = true
	}
	if more == 0 {
		return page, nil
	}
	return w.readAt(id, int64(more)+1, depth)
}

// readAt reads pages that lie one after the other, into the memory that is kept for a depth.
func (w *walk) readAt(id uint64, pages int64, depth int) ([]byte, error) {
	size := pages * w.pageSize
	if int64(cap(w.pages[depth])) < size {
		w.pages[depth] = make([]byte, size)
	}
	page := w.pages[depth][:size]
	if _, err := w.file.ReadAt(page, int64(id)*w.pageSize); err != nil {
		return nil, fmt.Errorf("%w: page %d is cut off", ErrDamaged, id)
	}
	return page, nil
}

// elements splits a page.
func elements(page []byte) (all []element, leaf bool, err error) {
	if len(page) < headerSize {
		return nil, false, fmt.Errorf("%w: a page is cut off", ErrDamaged)
	}
	kind, count := binary.NativeEndian.Uint16(page[8:]), int(binary.NativeEndian.Uint16(page[10:]))
	if leaf = kind == leafKind; !leaf && (kind != branchKind || count == 0) || headerSize+count*elementSize > len(page) {
		return nil, false, fmt.Errorf("%w: a page isn't of a kind that holds something", ErrDamaged)
	}
	all = make([]element, count)
	for i := range all {
		if all[i], err = elementAt(page, i, leaf); err != nil {
			return nil, false, err
		}
	}
	return all, leaf, nil
}

func elementAt(page []byte, i int, leaf bool) (element, error) {
	at := headerSize + i*elementSize
	field := func(n int) uint64 { return uint64(binary.NativeEndian.Uint32(page[at+4*n:])) }
	var e element
	var pos, keySize, valueSize uint64
	if leaf {
		e.bucket = field(0)&isBucket != 0
		pos, keySize, valueSize = field(1), field(2), field(3)
	} else {
		pos, keySize = field(0), field(1)
		e.child = binary.NativeEndian.Uint64(page[at+8:])
	}
	if uint64(at)+pos+keySize+valueSize > uint64(len(page)) {
		return element{}, fmt.Errorf("%w: a key or a value leaves its page", ErrDamaged)
	}
	key := page[uint64(at)+pos:]
	e.key, e.value = key[:keySize:keySize], key[keySize:keySize+valueSize]
	return e, nil
}
