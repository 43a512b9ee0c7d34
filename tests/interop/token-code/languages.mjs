/**
 * How to run the program that fetches a token, in each language that this machine can have. Each is laid in the
 * folder with what it needs; `program` fetches one token and prints it, `twice` asks the same object for two.
 *
 * @typedef {{file: string, text: string}} Code
 * @typedef {[program: string, args: string[], env?: Record<string, string>]} Command
 * @typedef {{program: Command, twice: Command}} Ready
 */
import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { run } from '../program.mjs';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const PYTHON = process.env.PYTHON_PEERS ?? 'python3';
/** Where `./build.sh test` has compiled the crates before. */
const CRATES = process.env.TOKEN_CODE_CRATES ?? path.join(process.env.CARGO_TARGET_DIR ?? path.join(ROOT, 'target'), 'token-code');

/**
 * A jar that holds nimbus-jose-jwt, set by `./build.sh token-code`: without it Java and Kotlin are not run. What it is
 * called in there is `NIMBUS_PACKAGE` where it is not `com.nimbusds`.
 */
const { NIMBUS_JAR, NIMBUS_PACKAGE = 'com.nimbusds' } = process.env;

/** @type {Record<string, (folder: string, code: Code) => Promise<Ready>>} */
export const LANGUAGES = {
  ...NIMBUS_JAR && { java: java(NIMBUS_JAR), kotlin: kotlin(NIMBUS_JAR) },

  async python(folder, { file, text }) {
    await lay(folder, {
      [file]: text,
      'twice.py': 'from maskinporten import Maskinporten\nit = Maskinporten()\nit.token()\nprint(it.token())\n',
    });
    const of = (/** @type {string} */ name) => /** @type {Command} */ ([PYTHON, ['-B', path.join(folder, name)]]);
    return { program: of(file), twice: of('twice.py') };
  },

  async typescript(folder, { file, text }) {
    await lay(folder, {
      [file]: text,
      'package.json': '{"type": "module"}',
      'tsconfig.json': JSON.stringify({ compilerOptions: {
        strict: true, noEmit: true, module: 'nodenext', target: 'es2022', types: ['node'], skipLibCheck: true,
      } }),
      'twice.js': "import { Maskinporten } from './maskinporten.js';\nconst it = new Maskinporten();\nawait it.token();\nconsole.log(await it.token());\n",
    });
    await symlink(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
    await run(path.join(ROOT, 'node_modules/.bin/tsc'), ['-p', folder]);
    // Node.js 20 runs no TypeScript: the types are taken away.
    const { code } = await esbuild.transform(text, { loader: 'ts', target: 'node20', format: 'esm' });
    await lay(folder, { 'maskinporten.js': code });
    const of = (/** @type {string} */ name) => /** @type {Command} */ (['node', [path.join(folder, name)]]);
    return { program: of('maskinporten.js'), twice: of('twice.js') };
  },

  /**
   * Debian has an older go-jose, under the name it had then: it stands where the program looks for today's. What the
   * program calls is the same in both.
   */
  async go(folder, { file, text }) {
    const sources = path.join(folder, 'src');
    await mkdir(path.join(sources, 'github.com/go-jose/go-jose'), { recursive: true });
    await symlink('/usr/share/gocode/src/gopkg.in/square/go-jose.v2', path.join(sources, 'github.com/go-jose/go-jose/v4'));
    await mkdir(path.join(sources, 'token'));
    await lay(path.join(sources, 'token'), { [file]: text, 'twice_test.go': GO_TWICE });
    const env = { GO111MODULE: 'off', GOPATH: `${folder}:/usr/share/gocode`, GOFLAGS: '' };
    const [program, twice] = ['program', 'twice'].map((name) => path.join(folder, name));
    await run('go', ['vet', 'token'], '', env);
    await run('go', ['build', '-o', program, 'token'], '', env);
    await run('go', ['test', '-c', '-o', twice, 'token'], '', env);
    return { program: [program, []], twice: [twice, ['-test.v']] };
  },

  async rust(_, { text }) {
    await cp(path.join(import.meta.dirname, 'rust'), CRATES, { recursive: true });
    await mkdir(path.join(CRATES, 'src/bin'), { recursive: true });
    await lay(path.join(CRATES, 'src'), { 'main.rs': text, 'bin/twice.rs': RUST_TWICE });
    const env = { CARGO_TARGET_DIR: path.join(CRATES, 'target') };
    await run('cargo', ['build', '--quiet', '--offline', '--locked', '--manifest-path', path.join(CRATES, 'Cargo.toml')], '', env);
    const of = (/** @type {string} */ name) => /** @type {Command} */ ([path.join(CRATES, 'target/debug', name), []]);
    return { program: of('token-code'), twice: of('twice') };
  },
};

/** @param {string} jar @returns {typeof LANGUAGES[string]} */
function java(jar) {
  return async (folder, { file, text }) => {
    await lay(folder, { [file]: relocated(text), 'Twice.java': JAVA_TWICE });
    await run('javac', ['-Xlint:all', '-Werror', '-cp', jar, '-d', folder, path.join(folder, file), path.join(folder, 'Twice.java')]);
    const of = (/** @type {string} */ name) => /** @type {Command} */ (['java', ['-cp', `${jar}:${folder}`, name]]);
    return { program: of('Maskinporten'), twice: of('Twice') };
  };
}

/** @param {string} jar @returns {typeof LANGUAGES[string]} */
function kotlin(jar) {
  return async (folder, { file, text }) => {
    await lay(folder, { [file]: relocated(text), 'Twice.kt': KOTLIN_TWICE });
    const built = path.join(folder, 'built.jar');
    await run('kotlinc', ['-cp', jar, '-include-runtime', '-d', built, path.join(folder, file), path.join(folder, 'Twice.kt')]);
    const of = (/** @type {string} */ name) => /** @type {Command} */ (['java', ['-cp', `${jar}:${built}`, name]]);
    return { program: of('MaskinportenKt'), twice: of('Twice') };
  };
}

const relocated = (/** @type {string} */ text) => text.replaceAll('import com.nimbusds', `import ${NIMBUS_PACKAGE}`);

const JAVA_TWICE = `class Twice {
    public static void main(String[] args) throws Exception {
        var it = new Maskinporten();
        it.token();
        System.out.println(it.token());
    }
}
`;

const KOTLIN_TWICE = `object Twice {
    @JvmStatic
    fun main(args: Array<String>) {
        val it = Maskinporten()
        it.token()
        println(it.token())
    }
}
`;

const GO_TWICE = `package main

import (
	"fmt"
	"testing"
)

func TestTwice(t *testing.T) {
	it, err := NewMaskinporten()
	if err != nil {
		t.Fatal(err)
	}
	for range [2]int{} {
		token, err := it.Token()
		if err != nil {
			t.Fatal(err)
		}
		fmt.Println(token)
	}
}
`;

const RUST_TWICE = `#![allow(dead_code)]
#[path = "../main.rs"]
mod maskinporten;

fn main() {
    let mut it = maskinporten::Maskinporten::new().unwrap();
    it.token().unwrap();
    println!("{}", it.token().unwrap());
}
`;

async function lay(/** @type {string} */ folder, /** @type {Record<string, string>} */ files) {
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content);
}
