using StoryClustering.Silo;

namespace StoryClustering.Tests.Grains;

public sealed class SiloHostOptionsTests
{
    [Theory]
    [InlineData("127.0.0.1", "http://127.0.0.1:8090", false, true)]
    [InlineData("127.0.0.1", "http://localhost:8090", false, true)]
    [InlineData("10.1.2.3", "http://127.0.0.1:8090", false, false)]
    [InlineData("127.0.0.1", "http://0.0.0.0:8090", false, false)]
    [InlineData("10.1.2.3", "http://0.0.0.0:8090", true, true)]
    [InlineData("silo-1", "http://127.0.0.1:8090", true, false)]
    [InlineData("127.0.0.1", "8090", true, false)]
    public void A_silo_that_others_can_reach_starts_only_when_told_that_it_may(string address, string health, bool insecure, bool starts) =>
        Assert.Equal(starts, new SiloHostOptions { AdvertisedAddress = address, Insecure = insecure }.Errors().Count == 0 && new HealthOptions { Url = health }.Errors(insecure).Count == 0);
}
