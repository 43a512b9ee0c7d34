use super::finding::{FindingCode, Findings};
use crate::{Material, RawKey};
use nokkelsmie_jose::{PublicJwk, PublicParameters};

/// Whether the key is printed somewhere as an example. Whoever copies one has a
/// key that works and that everybody can sign with.
pub(super) fn inspect(material: &Material, findings: &mut Findings) {
    let Some(parameters) = parameters(&material.key) else { return };
    let key = PublicJwk { parameters, algorithm: None, key_use: None, key_id: None, expires: None };
    let thumbprint = key.thumbprint().to_string();
    if let Some((_, published)) = EXAMPLES.iter().find(|(example, _)| *example == thumbprint) {
        findings.add(FindingCode::KnownExample.found().with("published", *published));
    }
}

/// SHA-256 thumbprints (RFC 7638), each with where the key is printed. Each was
/// computed from a key whose private part was printed with it and fits, but for
/// RFC 7517 B (its certificate holds the key) and the RSA key of jwt.io (it
/// verifies that page's example token).
const EXAMPLES: [(&str, &str); 22] = [
    ("IsUn6_e04MaShXFIISMp4kG62LWzMIPy_MvSA5pJgX8", "RFC 7515 A.2"),
    ("oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U", "RFC 7515 A.3"),
    ("u5YUSjQ2-2chBi51NSk3t3g7IM4o2KYcnPqPtCNGd3U", "RFC 7515 A.4"),
    ("xtIsOV1FqKH77AI_A3jdTg5QfdabzqI-LNpYTPi0IgI", "RFC 7516 A.1"),
    ("_K0fXS8wlsT7Tn3vvZrs9qdKUIqi5AxQ5EVk41xi_BM", "RFC 7516 A.2"),
    ("cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s", "RFC 7517 A.2"),
    ("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", "RFC 7517 A.2"),
    ("DdsFv-2-wgcPoDcyS6OXOWVh00JdbWkkVXDCYdxJ3uM", "RFC 7517 B"),
    ("D8R4-FeTJfzuDUy8bZ0c4hcwpul-Q11gCPs3mw6-R9Q", "RFC 7517 C.1"),
    ("dHri3SADZkrush5HU_50AoRhcKFryN-PI6jPBtPL55M", "RFC 7520 §3.2"),
    ("9jg46WB3rR_AHD-EBXdN7cBkH1WOu0tA3M9fm21mqTI", "RFC 7520 §3.4"),
    ("h_jutvC-jg3Nwueq8LmdSybXykVsBwk4_5u5Y9JiS7E", "RFC 7520 §5.1.1"),
    ("Rt-IyDEhXohvTl_ozKQ9YGflXGuDb3uu3QmqN2LoMwM", "RFC 7520 §5.2.1"),
    ("YlKlB7M2wnS0cPn_V7OW-FuDLuWdJ9z4OvPHmhGDfeE", "RFC 7520 §5.4.1"),
    ("HsSFalww3yP-dO-lWGYgFcyV5H22oScIFc4V2Y6GOto", "RFC 7520 §5.5.1"),
    ("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k", "RFC 8037 A.1"),
    ("FtIu-VbGrfe_KB6CH7GNwODB72MNxj_ml11dEvO-7kk", "RFC 8032 §7.1"),
    ("FVV5umTuau890q59V-4Ga_R6qWb7ON_ivJc4EjvCwTM", "RFC 8032 §7.1"),
    ("19J8y7Zprt2-QKLjF2I5pVk0OELX6cY2AfaAv1LC_w8", "jwt.io"),
    ("iTqXXI0zbAnJCKDaobfhkM1f-6rMSpTfyZMRp_2tKI8", "jwt.io"),
    ("xZDfZpry4P9vZPZyG2fNBRj-7Lz5omVdm7tHoCgSNfY", "jwt.io"),
    ("oGDmHqCJ7yzMkWEkrlZVHkvrHIyQwtlDmeq5ForUHeY", "jwt.io"),
];

fn parameters(key: &RawKey) -> Option<PublicParameters> {
    Some(match key {
        RawKey::Rsa(key) => PublicParameters::Rsa { n: key.n.clone()?, e: key.e.clone()? },
        RawKey::Ec { curve, x, y, .. } => {
            PublicParameters::Ec { curve: *curve, x: x.clone()?, y: y.clone()? }
        }
        RawKey::Okp { curve, x, .. } => PublicParameters::Okp { curve: *curve, x: x.clone()? },
    })
}
