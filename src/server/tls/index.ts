export {
  type CertificateOptions,
  type Certificates,
  openCertificates,
} from './open-certificates.ts';
