package main_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Every test that is a sample without -long is run whole by .ci/run.
func TestEveryLongRunIsMadeWhole(t *testing.T) {
	run := regexp.MustCompile(`go test -run '([^']+)' \$packages -long`).FindStringSubmatch(readFile(t, filepath.Join(root, ".ci/run")))
	if run == nil {
		t.Fatal(".ci/run has no long runs")
	}
	named, samples := regexp.MustCompile(run[1]), 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		whole := strings.HasPrefix(path, filepath.Join(root, "bot")+string(filepath.Separator)) // all of its tests are, but for the matrix of calls that fail
		if err != nil || whole || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || !samplesIn(f) {
				continue
			}
			samples++
			const ofReadme = "inRepository" // its helper
			if !named.MatchString(f.Name.Name) && f.Name.Name != ofReadme {
				t.Errorf("%s: %s is a sample, and isn't run whole", path, f.Name.Name)
			}
		}
		return nil
	})
	if err != nil || samples < 10 {
		t.Errorf("%d samples were found, %v", samples, err)
	}
}

// samplesIn reports whether a function asks how much is to be tried.
func samplesIn(f *ast.FuncDecl) (found bool) {
	ast.Inspect(f, func(n ast.Node) bool {
		s, ok := n.(*ast.SelectorExpr)
		if ok {
			x, ok := s.X.(*ast.Ident)
			found = found || ok && x.Name == "testrun" && (s.Sel.Name == "Long" || s.Sel.Name == "Times")
		}
		return true
	})
	return found
}
