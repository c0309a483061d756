package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"go.etcd.io/bbolt"

	"rollcall/tracker"
	"rollcall/tracker/asked"
)

// Asked keeps what people asked about a call. It is stored with the file's own data, where earlier versions
// ignore it: by call, day and the rest of the question.
func (d *DB) Asked(call string) asked.Store { return &questions{d, call} }

type questions struct {
	db   *DB
	call string
}

// askedPrefix is what the keys of questions begin with; their parts are separated by NUL.
var askedPrefix = []byte("asked/")

// key is where a question is kept: within its call, in the order of asked.Question.Compare.
func (s *questions) key(q asked.Question) []byte {
	return append(bytes.Clone(askedPrefix), strings.Join([]string{s.call, string(q.Day), string(q.Outcome), q.Lang, q.Words, q.Line}, "\x00")...)
}

// each calls do with the key, call, question and count of all that is kept.
func each(tx *bbolt.Tx, do func(key []byte, call string, q asked.Question, n int)) error {
	c := tx.Bucket(metaBucket).Cursor()
	for k, v := c.Seek(askedPrefix); bytes.HasPrefix(k, askedPrefix); k, v = c.Next() {
		n, err := strconv.Atoi(string(v))
		f := strings.Split(string(k[len(askedPrefix):]), "\x00")
		if err != nil || len(f) != 6 {
			return fmt.Errorf("%w: what was asked, and how often, is not readable", ErrDamaged)
		}
		do(k, f[0], asked.Question{Day: tracker.Day(f[1]), Outcome: asked.Outcome(f[2]), Lang: f[3], Words: f[4], Line: f[5]}, n)
	}
	return nil
}

// Add adds counts, in one transaction.
func (s *questions) Add(ctx context.Context, counts asked.Counts, since tracker.Day) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.db.writing.Lock()
	defer s.db.writing.Unlock()
	return s.db.update(func(tx *bbolt.Tx) error {
		bucket := tx.Bucket(metaBucket)
		for q, n := range counts {
			key := s.key(q)
			before, _ := strconv.Atoi(string(bucket.Get(key)))
			if err := bucket.Put(key, strconv.AppendInt(nil, int64(before+n), 10)); err != nil {
				return err
			}
		}
		var old, own [][]byte
		err := each(tx, func(key []byte, call string, q asked.Question, _ int) {
			switch key = bytes.Clone(key); {
			case q.Day < since:
				old = append(old, key)
			case call == s.call:
				own = append(own, key)
			}
		})
		for _, key := range append(old, own[:max(0, len(own)-asked.Most)]...) {
			err = errors.Join(err, bucket.Delete(key))
		}
		return err
	})
}

// Counts reads them in one transaction.
func (s *questions) Counts(ctx context.Context, since tracker.Day) (asked.Counts, error) {
	all := asked.Counts{}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return all, s.db.view(func(tx *bbolt.Tx) error {
		return each(tx, func(_ []byte, call string, q asked.Question, n int) {
			if call == s.call && q.Day >= since {
				all[q] = n
			}
		})
	})
}
