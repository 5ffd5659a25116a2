import { testAz } from './az/test-az.ts';

testAz('hybrid', 'az of 2023, unmodified, with a profile of Azure Stack');
