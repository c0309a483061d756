package roster

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// text is a file of text, whose encoding is known.
type text struct {
	in       *io.SectionReader
	decoder  func() transform.Transformer
	encoding string
	assumed  string // a word of it, if the encoding is a guess
	head     string // the first characters
}

const headBytes = 64 << 10

// decoded finds out how a file is encoded; head is how it begins.
func decoded(in *io.SectionReader, head []byte) (*text, error) {
	t := &text{in: in}
	const little, big = unicode.LittleEndian, unicode.BigEndian
	switch s := string(head); {
	case strings.HasPrefix(s, "\xff\xfe"), zeros(head, 1):
		t.as(unicode.UTF16(little, unicode.IgnoreBOM), "UTF-16LE")
	case strings.HasPrefix(s, "\xfe\xff"), zeros(head, 0):
		t.as(unicode.UTF16(big, unicode.IgnoreBOM), "UTF-16BE")
	default:
		if err := t.guess(head); err != nil {
			return nil, err
		}
	}
	r, err := t.reader()
	if err != nil {
		return nil, err
	}
	start := make([]byte, headBytes)
	n, err := io.ReadFull(r, start)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, err
	}
	t.head = string(start[:n])
	return t, nil
}

func (t *text) as(e encoding.Encoding, name string) {
	t.decoder, t.encoding = func() transform.Transformer { return e.NewDecoder() }, name
}

// guess finds out the encoding of a file that doesn't say it: UTF-8, if it can be, or a page. If letters of UTF-8 and bytes
// that aren't are mixed, it was probably put together from two encodings: it is read as UTF-8, and the rows with the others
// are refused.
func (t *text) guess(head []byte) error {
	s, err := strangeIn(t.in)
	if err != nil {
		return err
	}
	utf := s.letters > 0 || s.others == 0
	if utf && s.others > s.letters {
		// By chance two bytes of another encoding are a letter of UTF-8, though most aren't.
		if err := refuseEastern(s.lines); err != nil {
			return err
		}
	}
	if !utf && bytes.ContainsFunc(head, func(r rune) bool { return r < '\t' || '\r' < r && r < ' ' }) {
		t.as(pages[0].as, pages[0].name) // it is no text, which the header will show
		return nil
	}
	if !utf {
		page, sample, err := guessPage(s)
		t.as(page.as, page.name)
		t.assumed = sample
		return err
	}
	t.as(unicode.UTF8, "UTF-8")
	once := func(line string) bool { _, twice := undoubled(strings.TrimPrefix(line, byteOrderMark)); return !twice }
	if len(s.lines) > 0 && !slices.ContainsFunc(s.lines, once) {
		meant, _ := undoubled(strings.TrimPrefix(s.lines[0], byteOrderMark))
		t.decoder, t.encoding, t.assumed = func() transform.Transformer { return halver{} }, "UTF-8, twice", strangeWord(meant, "")
	}
	return nil
}

// strange is what a file has outside ASCII.
type strange struct {
	lines   []string // the first that have some of it, and how many bytes that is
	bytes   int
	letters int // of UTF-8, in the whole file
	others  int // bytes that are of none
}

// strangeIn looks at a whole file.
func strangeIn(in *io.SectionReader) (s strange, err error) {
	const most = 2_000
	if _, err := in.Seek(0, io.SeekStart); err != nil {
		return s, err
	}
	lines := bufio.NewScanner(in)
	lines.Split(someLine)
	for lines.Scan() {
		line, strange := lines.Bytes(), 0
		for rest := line; len(rest) > 0; {
			r, n := utf8.DecodeRune(rest)
			switch {
			case r < utf8.RuneSelf:
			case n > 1:
				s.letters++
				strange += n
			default:
				s.others++
				strange++
			}
			rest = rest[n:]
		}
		if strange > 0 && len(s.lines) < most {
			s.lines, s.bytes = append(s.lines, string(line)), s.bytes+strange
		}
	}
	if err := lines.Err(); err != nil {
		return s, fmt.Errorf("reading the list: %w", err)
	}
	return s, nil
}

// someLine is the next line, or the part of a long one that ends before a letter, as package bufio asks.
func someLine(data []byte, atEOF bool) (advance int, line []byte, err error) {
	const longest = 4 << 10
	end := min(len(data), longest)
	if i := bytes.IndexByte(data[:end], '\n'); i >= 0 {
		return i + 1, bytes.TrimRight(data[:i], "\r"), nil
	}
	if end < longest && !atEOF || end == 0 {
		return 0, nil, nil
	}
	if end == longest {
		for i := end - 1; i > end-utf8.UTFMax; i-- {
			if utf8.RuneStart(data[i]) && !utf8.FullRune(data[i:end]) {
				end = i
			}
		}
	}
	return end, data[:end], nil
}

// zeros reports whether most bytes at even (0) or odd (1) places are NUL and the others aren't, as in UTF-16 without a mark.
func zeros(head []byte, odd int) bool {
	var there, elsewhere int
	for i, c := range head {
		if c == 0 {
			if i%2 == odd {
				there++
			} else {
				elsewhere++
			}
		}
	}
	return there > len(head)/4 && elsewhere < len(head)/16
}

// reader reads the text from its beginning, without a byte order mark.
func (t *text) reader() (io.Reader, error) {
	if _, err := t.in.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	start := make([]byte, len(byteOrderMark))
	if n, err := t.in.ReadAt(start, 0); n < len(start) && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("reading the list: %w", err)
	}
	if string(start) == byteOrderMark { // of a file in UTF-8, however often it was encoded
		if _, err := t.in.Seek(int64(len(start)), io.SeekStart); err != nil {
			return nil, err
		}
	}
	r := bufio.NewReader(transform.NewReader(t.in, t.decoder()))
	if start, _ := r.Peek(len(byteOrderMark)); string(start) == byteOrderMark {
		_, _ = r.Discard(len(byteOrderMark)) // it was peeked at
	}
	return r, nil
}

// byteOrderMark may begin a text in Unicode.
const byteOrderMark = "\ufeff"

var errLong = errors.New("too long")

// A budget stops a reader that would collect too much for one row. It is reset before each row.
type budget struct {
	r    io.Reader
	left int
}

func (b *budget) fill() { b.left = MaxLine + headBytes }

func (b *budget) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errLong
	}
	n, err := b.r.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}
