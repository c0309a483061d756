package chart

import (
	"cmp"
	"image/color"
	"slices"
	"strings"

	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	xfont "golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// newFonts are the two fonts of a picture.
func newFonts() (text.Handler, error) {
	var all font.Collection
	for weight, data := range map[xfont.Weight][]byte{xfont.WeightNormal: liberationsansregular.TTF, xfont.WeightBold: liberationsansbold.TTF} {
		face, err := opentype.Parse(data)
		if err != nil {
			return nil, err
		}
		all = append(all, font.Face{Font: sans(weight), Face: face})
	}
	return text.Plain{Fonts: font.NewCache(all)}, nil
}

func sans(weight xfont.Weight) font.Font {
	return font.Font{Typeface: "Liberation", Variant: "Sans", Weight: weight}
}

func style(fonts text.Handler, size font.Length, c color.Color, weight xfont.Weight) text.Style {
	return text.Style{Color: c, Font: font.From(sans(weight), size), YAlign: text.YTop, Handler: fonts}
}

// A block is lines of text that stand below one another.
type block struct {
	style text.Style
	lines []string
}

// fit breaks texts into lines for a place. If they are too long their type shrinks, and finally they are cut.
func fit(t text.Style, width, height vg.Length, all ...string) block {
	for {
		b := block{style: t}
		for _, s := range all {
			b.lines = append(b.lines, wrap(s, t, width)...)
		}
		if b.height() <= height || t.Font.Size <= smallest {
			b.cut(height)
			return b
		}
		t.Font.Size -= 2
	}
}

// cut leaves out lines that don't fit.
func (b *block) cut(height vg.Length) {
	n := max(1, int(height/b.leading()))
	if n < len(b.lines) {
		b.lines = b.lines[:n]
		last := []rune(b.lines[n-1])
		b.lines[n-1] = string(last[:max(0, len(last)-1)]) + "…"
	}
}

// leading is the distance of lines.
func (b *block) leading() vg.Length { return b.style.Font.Size * 1.2 }

func (b *block) height() vg.Length { return b.leading() * vg.Length(len(b.lines)) }

func (b *block) width() vg.Length {
	var width vg.Length
	for _, line := range b.lines {
		width = max(width, b.style.Width(line))
	}
	return width
}

// draw writes the lines below a point, to its right.
func (b *block) draw(c draw.Canvas, x, y vg.Length) {
	for _, line := range b.lines {
		c.FillText(b.style, vg.Point{X: x, Y: y}, line)
		y -= b.leading()
	}
}

// wrap breaks a text at its spaces, and within a word that is too long for a line.
func wrap(s string, t text.Style, width vg.Length) []string {
	var lines []string
	line := ""
	for _, word := range strings.Split(s, " ") {
		if longer := strings.TrimPrefix(line+" "+word, " "); t.Width(longer) <= width {
			line = longer
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		for line = word; t.Width(line) > width; {
			r := []rune(line)
			n := 1
			for n < len(r)-1 && t.Width(string(r[:n+1])) <= width {
				n++
			}
			if n == len(r) {
				break
			}
			lines, line = append(lines, string(r[:n])), string(r[n:])
		}
	}
	return append(lines, line)
}

// A label is the text at the end of a line.
type label struct {
	block
	middle vg.Length // where it stands
}

// labels are those of a picture; all have type of the same size.
type labels []label

// newLabels breaks labels so that all fit below one another.
func newLabels(texts []string, fonts text.Handler, height vg.Length) labels {
	all := make(labels, len(texts))
	for size := font.Length(labelSize); ; size -= 2 {
		for i, s := range texts {
			t := style(fonts, size, ink, xfont.WeightNormal)
			all[i].block = block{t, wrap(s, t, labelWidth)}
		}
		if all.height() <= height {
			return all
		}
		if size <= smallest {
			for i := range all {
				all[i].cut((height+gap)/vg.Length(len(all)) - gap)
			}
			return all
		}
	}
}

func (all labels) height() vg.Length {
	height := vg.Length(-gap)
	for i := range all {
		height += all[i].height() + gap
	}
	return height
}

func (all labels) width() vg.Length {
	var width vg.Length
	for i := range all {
		width = max(width, all[i].width())
	}
	return width
}

// place puts each label as near to the end of its line as the others allow, between two heights.
func (all labels) place(ends []vg.Point, low, high vg.Length) {
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(ends[b].Y, ends[a].Y) })
	top := high // downwards: none above the one before it
	for _, i := range order {
		half := all[i].height() / 2
		all[i].middle = min(ends[i].Y, top-half)
		top = all[i].middle - half - gap
	}
	bottom := low // and upwards again from the lowest
	for _, i := range slices.Backward(order) {
		half := all[i].height() / 2
		all[i].middle = max(all[i].middle, bottom+half)
		bottom = all[i].middle + half + gap
	}
}
