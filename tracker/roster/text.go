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

// guess finds out the encoding of a file that doesn't say it: UTF-8, if it can be, or a page.
func (t *text) guess(head []byte) error {
	utf, mixed, err := isUTF8(t.in)
	if err != nil {
		return err
	}
	if mixed {
		// By chance two bytes of another encoding are a letter of UTF-8, though most aren't.
		lines, _, err := strangeLines(t.in)
		if err != nil {
			return err
		}
		letters, others := letters(lines)
		if err := refuseEastern(lines); err != nil && others > letters {
			return err
		}
	}
	if !utf && bytes.ContainsFunc(head, func(r rune) bool { return r < '\t' || '\r' < r && r < ' ' }) {
		t.as(pages[0].as, pages[0].name) // it is no text, which the header will show
		return nil
	}
	if !utf {
		page, sample, err := guessPage(t.in)
		t.as(page.as, page.name)
		t.assumed = sample
		return err
	}
	t.as(unicode.UTF8, "UTF-8")
	lines, _, err := strangeLines(t.in)
	if err != nil || len(lines) == 0 || slices.ContainsFunc(lines, func(line string) bool { _, ok := undoubled(strings.TrimPrefix(line, byteOrderMark)); return !ok }) {
		return err
	}
	meant, _ := undoubled(strings.TrimPrefix(lines[0], byteOrderMark))
	t.decoder, t.encoding, t.assumed = func() transform.Transformer { return halver{} }, "UTF-8, twice", strangeWord(meant, "")
	return nil
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

// letters counts letters of UTF-8 other than those of ASCII, and bytes that are of none.
func letters(lines []string) (letters, others int) {
	for _, line := range lines {
		for i, r := range line {
			switch {
			case r < utf8.RuneSelf:
			case r == utf8.RuneError && !strings.HasPrefix(line[i:], string(utf8.RuneError)):
				others++
			default:
				letters++
			}
		}
	}
	return letters, others
}

// isUTF8 looks at the whole file. Where it is mixed, of letters of UTF-8 and bytes that aren't, it was mostly put together from
// two encodings: it is read as UTF-8, and the rows with the others are refused.
func isUTF8(in *io.SectionReader) (utf, mixed bool, err error) {
	if _, err := in.Seek(0, io.SeekStart); err != nil {
		return false, false, err
	}
	r := bufio.NewReaderSize(in, headBytes)
	letters, others := false, false
	for {
		chunk, err := r.Peek(headBytes)
		if len(chunk) == 0 {
			if errors.Is(err, io.EOF) {
				return letters || !others, false, nil
			}
			return false, false, fmt.Errorf("reading the list: %w", err)
		}
		read := 0
		for read < len(chunk) && (err != nil || utf8.FullRune(chunk[read:])) {
			if chunk[read] < utf8.RuneSelf {
				read++
				continue
			}
			_, n := utf8.DecodeRune(chunk[read:])
			if n > 1 {
				letters = true
			} else {
				others = true
			}
			read += n
		}
		if letters && others {
			return true, true, nil
		}
		if _, err := r.Discard(read); err != nil {
			return false, false, err
		}
	}
}

// reader reads the text from its beginning, without a byte order mark.
func (t *text) reader() (io.Reader, error) {
	if _, err := t.in.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	if err := t.skipMark(); err != nil {
		return nil, err
	}
	r := bufio.NewReader(transform.NewReader(t.in, t.decoder()))
	if start, _ := r.Peek(len(byteOrderMark)); string(start) == byteOrderMark {
		_, _ = r.Discard(len(byteOrderMark)) // it was peeked at
	}
	return r, nil
}

// byteOrderMark may begin a text in Unicode.
const byteOrderMark = "\ufeff"

// skipMark passes over the mark of a file in UTF-8.
func (t *text) skipMark() error {
	start := make([]byte, len(byteOrderMark))
	if n, err := t.in.ReadAt(start, 0); n < len(byteOrderMark) && !errors.Is(err, io.EOF) {
		return fmt.Errorf("reading the list: %w", err)
	}
	if string(start) != byteOrderMark {
		return nil
	}
	_, err := t.in.Seek(int64(len(byteOrderMark)), io.SeekStart)
	return err
}

var errLong = errors.New("too long")

// A budget stops a reader that would gather too much for one row. It is filled again before each.
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
