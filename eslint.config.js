import js from '@eslint/js';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** Sizes that keep a file readable in one sitting. */
const sizes = {
  'max-lines': ['error', { max: 400 }],
  'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
  'max-params': ['error', 4],
};

const unusedNames = { argsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_', ignoreRestSiblings: true };

export default tseslint.config(
  { ignores: ['dist', 'js/pkg', 'target', '**/node_modules', 'www/example', 'tests/fixtures'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    extends: [js.configs.recommended],
    rules: { eqeqeq: 'error', 'no-var': 'error', 'prefer-const': 'error', ...sizes },
  },
  { files: ['scripts/**', 'tests/**', '*.js'], languageOptions: { globals: globals.nodeBuiltin } },
  { files: ['www/**'], languageOptions: { globals: globals.browser } },
  { files: ['www/server.mjs'], languageOptions: { globals: globals.nodeBuiltin } },
  {
    files: ['tests/browser/**', 'scripts/bench/**', 'scripts/bench.mjs'],
    languageOptions: { globals: globals.browser },
  },
  {
    files: ['js/**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'Exports have names.' }],
    },
  },
  // A name that starts with an underscore stands for a place that must be there.
  { files: ['**/*.{js,mjs}'], rules: { 'no-unused-vars': ['error', unusedNames] } },
  { files: ['js/**/*.ts'], rules: { '@typescript-eslint/no-unused-vars': ['error', unusedNames] } },
  { files: ['js/src/**'], rules: { 'no-console': 'error' } },
  {
    files: ['js/test/**', 'tests/**', '**/*.test.{ts,mjs}'],
    rules: { 'max-lines-per-function': 'off', '@typescript-eslint/no-floating-promises': 'off' },
  },
);
