"""HL7 FHIR R4 (4.0.1), written as plain values; docs/fhir.md says what it is and what it is not."""
