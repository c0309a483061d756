package bot_test

import (
	"encoding/json"
	"fmt"
	"html"
	"slices"
	"strings"
)

// style is how it looks: close enough to Slack for a judgement of what is too long, too loud or out of order.
const style = `*{box-sizing:border-box}body{margin:0;font:15px/22px Lato,"Liberation Sans",Arial,sans-serif;color:#1d1c1d;background:#fff}
.s{padding:12px 16px;max-width:760px}.m{display:flex;gap:8px}.m>.a{flex:0 0 36px;height:36px;border-radius:6px;background:#1d3557;color:#fff;text-align:center;line-height:36px;font-weight:bold}
.m>.c{flex:1;min-width:0}.n{font-weight:900}.n small{color:#616061;font-weight:400;font-size:12px}.b{margin:4px 0 8px;overflow-wrap:anywhere}h3{font-size:18px;line-height:24px;margin:14px 0 4px}
.f{display:grid;grid-template-columns:1fr 1fr;gap:6px 12px}.x{font-size:13px;line-height:18px;color:#616061}.r{display:flex;flex-wrap:wrap;gap:8px}
.r>span,.i{border:1px solid #bbb;border-radius:6px;padding:2px 12px;font-weight:700;font-size:13px;line-height:22px;max-width:100%}.p{background:#007a5a;color:#fff;border-color:#007a5a!important}.d{color:#e01e5a;border-color:#e01e5a!important}
.i{display:block;font-weight:400;font-size:15px;color:#616061;padding:6px 12px}label{font-weight:700;display:block}hr{border:0;border-top:1px solid #ddd;margin:12px 0}
table{border-collapse:collapse;width:100%}td,th,caption{border:1px solid #ddd;padding:4px 8px;text-align:left;font-size:14px;overflow-wrap:normal}caption{border:0;font-weight:700;padding-left:0}
a{color:#1264a3;text-decoration:none}code{font-size:12px;border:1px solid #ddd;background:#f8f8f8;border-radius:3px;padding:2px 3px;color:#c01343}pre{white-space:pre-wrap;font:inherit;margin:0}.t{font-weight:900;font-size:18px;border-bottom:1px solid #ddd;padding:12px 16px}`

// pageOf is a page that shows blocks as a message by rollcall, or below a title.
func pageOf(title string, blocks json.RawMessage) []byte {
	var out strings.Builder
	fmt.Fprintf(&out, `<!doctype html><meta charset=utf-8><meta name=viewport content="width=device-width"><title>%s</title><style>%s</style>`, html.EscapeString(title), style)
	body, end := `<div class=s>`, `</div>`
	if title == "" {
		body, end = `<div class="s m"><div class=a>R</div><div class=c><div class=n>rollcall <small>APP 9:00</small></div>`, `</div></div>`
	} else {
		body = `<div class=t>` + html.EscapeString(title) + `</div>` + body
	}
	out.WriteString(body)
	for _, b := range decode(blocks) {
		out.WriteString(`<div class=b>` + drawn(b) + `</div>`)
	}
	return []byte(out.String() + end)
}

// markup is a text of Slack's markup in HTML.
func markup(text string) string {
	var out strings.Builder
	for _, around := range strong.FindAllStringSubmatch(text, -1) {
		if marked.MatchString(around[1]) {
			text = strings.Replace(text, around[0], "\x01"+around[1]+"\x02", 1)
		}
	}
	for text != "" {
		at := marked.FindStringIndex(text)
		if at == nil {
			at = []int{len(text), len(text)}
		}
		plain := strong.ReplaceAllString(text[:at[0]], "<b>$1</b>")
		out.WriteString(coded.ReplaceAllString(plain, "<code>$1</code>"))
		if at[0] < at[1] {
			switch label, link := shown(text[at[0]:at[1]]); {
			case link:
				out.WriteString("<a>" + label + "</a>")
			default:
				out.WriteString(label)
			}
		}
		text = text[at[1]:]
	}
	return "<pre>" + strings.NewReplacer("\x01", "<b>", "\x02", "</b>").Replace(out.String()) + "</pre>"
}

func drawn(b object) string {
	switch str(b, "type") {
	case "header":
		return "<h3>" + under(b, "text") + "</h3>"
	case "section":
		out := markup(under(b, "text"))
		if all := list(b, "fields"); len(all) > 0 {
			out += "<div class=f>"
			for _, f := range all {
				out += "<div>" + markup(under(object{"text": f}, "text")) + "</div>"
			}
			out += "</div>"
		}
		if accessory, ok := b["accessory"].(object); ok {
			out = `<div style="display:flex;gap:12px;justify-content:space-between"><div>` + out + "</div><div class=r style='flex:none;align-content:start'>" + shownPressed(accessory) + "</div></div>"
		}
		return out
	case "context":
		out := "<div class=x>"
		for _, e := range list(b, "elements") {
			out += markup(under(object{"text": e}, "text"))
		}
		return out + "</div>"
	case "actions", "context_actions":
		out := "<div class=r>"
		for _, e := range list(b, "elements") {
			out += shownPressed(e)
		}
		return out + "</div>"
	case "divider":
		return "<hr>"
	case "input":
		element, _ := b["element"].(object)
		optional := ""
		if b["optional"] == true {
			optional = " <span class=x>(optional)</span>"
		}
		return "<label>" + under(b, "label") + optional + "</label><span class=i>" + escape(strings.Trim(control(element), "⌊⌋")) + "&nbsp;</span><div class=x>" + under(b, "hint") + "</div>"
	case "table", "data_table":
		out := "<table><caption>" + escape(str(b, "caption")) + "</caption>"
		size, _ := b["page_size"].(float64)
		rows := cells(b)
		if size > 0 && len(rows) > int(size)+1 {
			rows = rows[:int(size)+1]
		}
		for i, row := range rows {
			tag := "td"
			if i == 0 {
				tag = "th"
			}
			out += "<tr>"
			for _, c := range row {
				out += "<" + tag + ">" + escape(c)
			}
		}
		return out + "</table>"
	case "data_visualization":
		return plot(b)
	case "image":
		return "<div class=i>" + escape(str(b, "alt_text")) + "</div>"
	}
	return ""
}

// shownPressed is a control that can be pressed.
func shownPressed(e object) string {
	if str(e, "type") == "overflow" {
		return "<span>⋯</span>"
	}
	var out string
	for label := range strings.SplitSeq(strings.Trim(control(e), "[]"), "] [") {
		class := ""
		switch {
		case str(e, "style") == "primary":
			class, label = " class=p", strings.TrimPrefix(label, "*")
		case str(e, "style") == "danger":
			class, label = " class=d", strings.TrimPrefix(label, "!")
		}
		out += "<span" + class + ">" + escape(label) + "</span>"
	}
	return out
}

// plot draws the lines of a chart.
func plot(b object) string {
	const width, height = 320, 160
	top := 1.0
	all := series(b)
	for _, s := range all {
		top = max(top, slices.Max(append(s.values, 1)))
	}
	out := fmt.Sprintf("<b>%s</b><svg viewBox='0 0 %d %d' width='100%%' style='max-width:480px;border:1px solid #ddd'>", escape(str(b, "title")), width, height)
	colours := []string{"#1d3557", "#e63946", "#2a9d8f", "#f4a261", "#6d597a", "#8d99ae"}
	names := ""
	for i, s := range all {
		points := ""
		for x, v := range s.values {
			points += fmt.Sprintf("%d,%.1f ", 10+x*(width-20)/max(1, len(s.values)-1), height-10-(v/top)*(height-20))
		}
		colour := colours[i%len(colours)]
		out += fmt.Sprintf("<polyline fill=none stroke='%s' stroke-width=2 points='%s'/>", colour, points)
		names += fmt.Sprintf(" <span style='color:%s'>■</span> %s", colour, escape(s.name))
	}
	return out + "</svg><div class=x>" + names + "</div>"
}
