/// Defines an enum of unit variants that knows its own list, so that none can
/// be left out of it.
macro_rules! listed {
    (
        $(#[$outer:meta])*
        pub enum $name:ident {
            $($(#[$inner:meta])* $variant:ident,)*
        }
    ) => {
        $(#[$outer])*
        pub enum $name {
            $($(#[$inner])* $variant,)*
        }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
        }
    };
}

pub(crate) use listed;
