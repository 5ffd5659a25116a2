import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonValue } from '../base/index.ts';
import { valueOf, VARIABLES } from './fixture.ts';

type Case = readonly [expression: string, value: JsonValue];

/** Expressions with their values; most are the examples of the page that each group names. */
const CASES: Readonly<Record<string, readonly Case[]>> = {
  // Source: template-functions-array.
  array: [
    ['array(1)', [1]],
    ["array('efgh')", ['efgh']],
    ["array(variables('list'))", ['one', 'two', 'three']],
    ["concat('prefix', '-', 'x')", 'prefix-x'],
    ["concat(variables('list'), createArray('four'))", ['one', 'two', 'three', 'four']],
    ["concat('a', 1, true())", 'a1True'],
    ['concat()', ''],
    ["contains('OneTwoThree', 'e')", true],
    ["contains('OneTwoThree', 'z')", false],
    ["contains(variables('object'), 'ONE')", true],
    ["contains(variables('object'), 'a')", false],
    ["contains(variables('list'), 'three')", true],
    ["contains(variables('list'), 'Three')", false],
    ["contains('v12', 12)", true],
    ["createArray(1, 'b', createArray())", [1, 'b', []]],
    ["empty('')", true],
    ['empty(createArray())', true],
    ['empty(createObject())', true],
    ['empty(null())', true],
    ["empty('x')", false],
    ["first(variables('list'))", 'one'],
    ["first('One Two Three')", 'O'],
    ['first(createArray())', null],
    ["last(variables('list'))", 'three'],
    ["last('One Two Three')", 'e'],
    ['flatten(createArray(createArray(1), createArray(2, 3)))', [1, 2, 3]],
    [
      "intersection(variables('object'), createObject('one', 'a', 'two', 'z', 'three', 'c'))",
      { one: 'a', three: 'c' },
    ],
    ["intersection(variables('list'), createArray('two', 'three'))", ['two', 'three']],
    ["length(variables('list'))", 3],
    ["length('One Two Three')", 13],
    ["length(variables('object'))", 3],
    ['min(createArray(0, 3, 2, 5, 4))', 0],
    ['max(0, 3, 2, 5, 4)', 5],
    ['range(5, 3)', [5, 6, 7]],
    ["skip(variables('list'), 2)", ['three']],
    ["skip('one two three', 4)", 'two three'],
    ["skip('one', -1)", 'one'],
    ["take(variables('list'), 2)", ['one', 'two']],
    ["take('one two three', 2)", 'on'],
    ["take('one', 99)", 'one'],
    ["union(variables('list'), createArray('three', 'four'))", ['one', 'two', 'three', 'four']],
    ["indexOf(variables('list'), 'two')", 1],
    ['lastIndexOf(createArray(1, 2, 1), 1)', 2],
    ["indexFromEnd(variables('list'), 1)", 'three'],
    ["tryIndexFromEnd(variables('list'), 9)", null],
    ["tryGet(variables('first'), 'property', 'TWO')", 'b'],
    ["tryGet(variables('first'), 'no', 'such')", null],
    ["tryGet(variables('list'), 1)", 'two'],
    ["tryGet(variables('list'), 9)", null],
  ],
  // Source: template-functions-object.
  object: [
    [
      "createObject('intProp', 1, 'objectProp', createObject('k', 'v'))",
      { intProp: 1, objectProp: { k: 'v' } },
    ],
    [
      "items(variables('entities'))",
      [
        { key: 'item001', value: { number: 300 } },
        { key: 'item002', value: { number: 200 } },
      ],
    ],
    ['json(\'{"a": "b"}\').a', 'b'],
    ["json('null')", null],
    ['json(format(\'{{"a": "{0}"}}\', \'demo value\'))', { a: 'demo value' }],
    [
      "union(variables('first'), variables('second'))",
      { property: { one: 'a', two: 'b', three: 'c2', four: 'd' }, nestedArray: [3, 4] },
    ],
    [
      "union(createArray(createArray('one', 'two'), createArray('three')), createArray(createArray('three')))",
      [['one', 'two'], ['three']],
    ],
    ["objectKeys(variables('object'))", ['one', 'two', 'three']],
    [
      "shallowMerge(createArray(createObject('a', 1), createObject('a', 2, 'b', 3)))",
      { a: 2, b: 3 },
    ],
    ["variables('object').ONE", 'a'],
    ["variables('object')['three']", 'c'],
    ["variables('dogs')[1].name", 'Casper'],
  ],
  // Source: template-functions-lambda.
  lambda: [
    // Equals keep their order.
    [
      "map(sort(createArray(createObject('k', 1, 'v', 'a'), createObject('k', 0, 'v', 'b'), createObject('k', 1, 'v', 'c')), lambda('x', 'y', less(lambdaVariables('x').k, lambdaVariables('y').k))), lambda('i', lambdaVariables('i').v))",
      ['b', 'a', 'c'],
    ],
    [
      "map(variables('dogs'), lambda('dog', lambdaVariables('dog').name))",
      ['Evie', 'Casper', 'Indy', 'Kira'],
    ],
    [
      "map(range(0, 2), lambda('i', createObject('i', lambdaVariables('I'), 'd', variables('dogs')[lambdaVariables('i')].name)))",
      [
        { i: 0, d: 'Evie' },
        { i: 1, d: 'Casper' },
      ],
    ],
    [
      "map(createArray('a', 'b'), lambda('v', 'i', format('{0}{1}', lambdaVariables('v'), lambdaVariables('i'))))",
      ['a0', 'b1'],
    ],
    ["filter(range(0, 10), lambda('i', equals(0, mod(lambdaVariables('i'), 2))))", [0, 2, 4, 6, 8]],
    [
      "reduce(createArray(5, 3, 2, 8), 1, lambda('cur', 'next', add(lambdaVariables('cur'), lambdaVariables('next'))))",
      19,
    ],
    [
      "map(sort(variables('dogs'), lambda('a', 'b', less(lambdaVariables('a').age, lambdaVariables('b').age))), lambda('d', lambdaVariables('d').name))",
      ['Indy', 'Casper', 'Evie', 'Kira'],
    ],
    [
      "toObject(take(variables('dogs'), 1), lambda('e', lambdaVariables('e').name))",
      { Evie: { name: 'Evie', age: 5 } },
    ],
    [
      "toObject(take(variables('dogs'), 2), lambda('e', lambdaVariables('e').name), lambda('e', lambdaVariables('e').age))",
      { Evie: 5, Casper: 3 },
    ],
    [
      "groupBy(createArray('foo', 'bar', 'baz'), lambda('x', substring(lambdaVariables('x'), 0, 1)))",
      { f: ['foo'], b: ['bar', 'baz'] },
    ],
    [
      "mapValues(createObject('foo', 'foo'), lambda('v', toUpper(lambdaVariables('v'))))",
      { foo: 'FOO' },
    ],
    [
      "map(createArray(1, 2), lambda('a', map(createArray(10), lambda('b', add(lambdaVariables('a'), lambdaVariables('b'))))))",
      [[11], [12]],
    ],
  ],
  // Source: template-functions-logical and template-functions-comparison.
  logic: [
    ["and(bool('true'), bool('false'))", false],
    ["or(bool('true'), bool('false'))", true],
    ["not(bool('true'))", false],
    ['bool(1)', true],
    ["bool('FALSE')", false],
    ["if(equals('a', 'a'), 'yes', 'no')", 'yes'],
    ["if(false(), json('x'), 'lazy')", 'lazy'],
    ["and(false(), json('x'))", false],
    ["or(true(), json('x'))", true],
    ["coalesce(null(), 'first', json('x'))", 'first'],
    ['equals(1, 1)', true],
    ["equals('a', 'A')", false],
    ["equals('1', 1)", false],
    ["equals(createArray(1, createObject('a', 2)), createArray(1, createObject('a', 2)))", true],
    ["equals(createObject('a', 1, 'b', 2), createObject('b', 2, 'a', 1))", true],
    ['less(1, 2)', true],
    ["less('A', 'a')", true],
    ['lessOrEquals(2, 2)', true],
    ['greater(2, 1)', true],
    ["greaterOrEquals('b', 'a')", true],
  ],
  // Source: template-functions-numeric.
  numbers: [
    ['add(5, 3)', 8],
    ['div(8, 3)', 2],
    ['div(-8, 3)', -2],
    ['mod(7, 3)', 1],
    ['mod(-7, 3)', -1],
    ['mul(5, 3)', 15],
    ['sub(7, 3)', 4],
    ["int('4')", 4],
    ["int('-4')", -4],
    ["float('3.5')", 3.5],
    ['mul(94906265, 94906265)', 9007199136250225],
  ],
};

for (const [group, cases] of Object.entries(CASES)) {
  test(`functions: ${group}`, () => {
    for (const [expression, value] of cases) {
      assert.deepEqual(valueOf(`[${expression}]`, { variables: VARIABLES }), value, expression);
    }
  });
}
