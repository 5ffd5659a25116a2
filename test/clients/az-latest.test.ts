import { testAz } from './az/test-az.ts';

testAz('latest', 'az of 2025, unmodified, with the newest profile');
